import { SlipwayError } from '../support/errors.ts';

/**
 * Every port that Go 1.18 to 1.27 has (`go tool dist list`), with the variants that change the machine code and may
 * stand in an OCI platform (image-spec, image-index.md, "Platform Variants").
 */
const ports = {
  aix: ['ppc64'],
  android: ['386', 'amd64', 'arm', 'arm64'],
  darwin: ['amd64', 'arm64'],
  dragonfly: ['amd64'],
  freebsd: ['386', 'amd64', 'arm', 'arm64', 'riscv64'],
  illumos: ['amd64'],
  ios: ['amd64', 'arm64'],
  js: ['wasm'],
  linux: [
    '386',
    'amd64',
    'arm',
    'arm64',
    'loong64',
    'mips',
    'mips64',
    'mips64le',
    'mipsle',
    'ppc64',
    'ppc64le',
    'riscv64',
    's390x',
  ],
  netbsd: ['386', 'amd64', 'arm', 'arm64'],
  openbsd: ['386', 'amd64', 'arm', 'arm64', 'ppc64', 'riscv64'],
  plan9: ['386', 'amd64', 'arm'],
  solaris: ['amd64'],
  wasip1: ['wasm'],
  windows: ['386', 'amd64', 'arm', 'arm64'],
} as const;

export type OperatingSystem = keyof typeof ports;
export type Architecture = (typeof ports)[OperatingSystem][number];
export type Variant = 'v2' | 'v3' | 'v4' | 'v5' | 'v6' | 'v7';

/** An OCI platform whose names are Go's (GOOS, GOARCH). No variant means the port's baseline. */
export interface Platform {
  readonly os: OperatingSystem;
  readonly architecture: Architecture;
  readonly variant?: Variant;
}

/** Variants by architecture: the field's spelling → what OCI records (undefined: the baseline is written without one). */
const variants: Readonly<Partial<Record<Architecture, Readonly<Record<string, Variant | undefined>>>>> = {
  amd64: { v1: undefined, v2: 'v2', v3: 'v3', v4: 'v4' },
  arm: { v5: 'v5', v6: 'v6', v7: 'v7' },
  arm64: { v8: undefined },
};

/** linux/arm without a variant is ARMv7, as Docker and the go command's own cross-compiling default have it. */
const defaultVariant: Readonly<Partial<Record<Architecture, Variant>>> = { arm: 'v7' };

/** What `--platform all` means for an image: one variant of every architecture people run containers on. */
export const allImagePlatforms: readonly string[] = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/386',
  'linux/riscv64',
  'linux/ppc64le',
  'linux/s390x',
];

/** Ports that Go 1.26 does not list any more; older ones build for them where they are named. */
const droppedPorts: ReadonlySet<string> = new Set(['freebsd/riscv64', 'windows/arm']);

/** What `--platform all` means for files: every port that links without a C compiler, and that Go still has. */
export const allFilePlatforms: readonly string[] = Object.entries(ports)
  .filter(([os]) => os !== 'android' && os !== 'ios')
  .flatMap(([os, architectures]) => architectures.map((architecture) => `${os}/${architecture}`))
  .filter((port) => !droppedPorts.has(port));

/** Every spelling that {@link parsePlatform} takes, in a fixed order. */
export const platformSpellings: readonly string[] = Object.entries(ports).flatMap(([os, architectures]) =>
  architectures.flatMap((architecture) => [
    `${os}/${architecture}`,
    ...Object.keys(variants[architecture] ?? {}).map((variant) => `${os}/${architecture}/${variant}`),
  ]),
);

/**
 * Reads `os/architecture[/variant]` in Docker's spelling.
 * @throws SlipwayError E_CONFIG for a platform that Go does not have
 */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant, ...rest] = text.split('/');
  if (!isOperatingSystem(os) || !isArchitecture(os, architecture) || rest.length > 0) {
    throw unknownPlatform(text);
  }
  if (variant === undefined) {
    const implied = defaultVariant[architecture];
    return implied === undefined || os !== 'linux'
      ? { os, architecture }
      : { os, architecture, variant: implied };
  }
  const known = variants[architecture];
  if (known === undefined || !Object.hasOwn(known, variant))
    throw unknownPlatform(text, Object.keys(known ?? {}));
  const recorded = known[variant];
  return recorded === undefined ? { os, architecture } : { os, architecture, variant: recorded };
}

/** The one spelling of a platform: `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  const base = `${platform.os}/${platform.architecture}`;
  return platform.variant === undefined ? base : `${base}/${platform.variant}`;
}

export function samePlatform(a: Platform, b: Platform): boolean {
  return formatPlatform(a) === formatPlatform(b);
}

function isOperatingSystem(os: string): os is OperatingSystem {
  return Object.hasOwn(ports, os);
}

function isArchitecture(os: OperatingSystem, architecture: string): architecture is Architecture {
  return (ports[os] as readonly string[]).includes(architecture);
}

function unknownPlatform(text: string, known: readonly string[] = []): SlipwayError {
  const [os = '', architecture = ''] = text.split('/');
  let hint =
    'name one as os/architecture[/variant], for example linux/amd64 or linux/arm/v7; "all" means every one';
  if (isOperatingSystem(os)) {
    hint = isArchitecture(os, architecture)
      ? known.length > 0
        ? `${os}/${architecture} has the variants ${known.join(', ')}`
        : `${os}/${architecture} has no variants`
      : `for ${os} Go has ${ports[os].join(', ')}`;
  }
  return new SlipwayError('E_CONFIG', `Go has no platform ${JSON.stringify(text)}`, { hint });
}
