import type { AttributionReport, FileInspection } from '../../src/report/inspection.ts';
import { modulesOf, type PartBytes } from '../../src/size/attribution.ts';
import type { ReferenceStep } from '../../src/size/reach/findings.ts';
import type { SymbolBytes } from '../../src/size/symbols.ts';
import { sampleInspection } from './sample-inspection.ts';

export interface InventedPackage {
  readonly path: string;
  readonly module: string;
  /** Function name, without the package's path → bytes of code; as much again is tables. */
  readonly functions?: Readonly<Record<string, number>>;
  /** Further bytes that no symbol has. */
  readonly parts?: PartBytes;
  readonly wireBytes?: number;
  readonly retainedBytes?: number;
  readonly importedBy?: string;
  readonly references?: readonly ReferenceStep[];
}

export interface InventedProgram extends Pick<AttributionReport, 'deadCode' | 'advice' | 'emptyPackages'> {
  readonly name?: string;
  readonly packages: readonly InventedPackage[];
  readonly structures?: Readonly<Record<string, number>>;
  readonly unattributed?: Readonly<Record<string, number>>;
  /** Bytes of the compressed layer beyond those of packages. */
  readonly wireOverhead?: number;
  /** By module path. */
  readonly retained?: Readonly<Record<string, number>>;
}

/** An inspection whose numbers add up, of a program that is not there: for what only needs to be shown. */
export function inventedInspection(program: InventedProgram): FileInspection {
  const { deadCode, advice, emptyPackages, retained = {} } = program;
  const packages = program.packages.map(packageBytes);
  const symbols = program.packages.flatMap(symbolBytes);
  const structures = named(program.structures);
  const unattributed = named(program.unattributed);
  const attributedBytes = sum(packages) + sum(structures);
  const bytes = attributedBytes + sum(unattributed);
  const wired = program.wireOverhead;
  const wireBytes = packages.reduce((all, each) => all + (each.wireBytes ?? 0), 0);
  return {
    file: {
      path: program.name ?? 'out/api',
      bytes,
      digest: `sha256:${'0f'.repeat(32)}`,
      format: 'elf',
      os: 'linux',
      architecture: 'amd64',
      linkage: 'static',
      stripped: true,
    },
    go: {
      version: 'go1.26.8',
      path: 'example.com/api/cmd/api',
      main: { path: 'example.com/api', version: 'v1.2.3' },
      settings: {},
    },
    needs: sampleInspection.needs,
    hardening: sampleInspection.hardening,
    sections: [{ name: '.text', kind: 'section', bytes }],
    attribution: {
      method: 'twin',
      attributedBytes,
      unattributedBytes: sum(unattributed),
      packages,
      structures,
      unattributed,
      modules: modulesOf(packages).map((module) => {
        const retainedBytes = retained[module.path];
        return retainedBytes === undefined ? module : { ...module, retainedBytes };
      }),
      ...(deadCode !== undefined && { deadCode }),
      ...(advice !== undefined && { advice }),
      ...(emptyPackages !== undefined && { emptyPackages }),
      ...(wired !== undefined && {
        wire: {
          method: 'deflate-bits',
          certainty: 'exact',
          layerBytes: wireBytes + wired,
          otherBytes: 0,
          overheadBytes: wired,
        },
      }),
    },
    verdicts: [],
    symbols: symbols.sort((a, b) => b.bytes - a.bytes),
    notices: [],
  };
}

function packageBytes(invented: InventedPackage): AttributionReport['packages'][number] {
  const { functions, parts = {}, ...more } = invented;
  const code = Object.values(functions ?? {}).reduce((all, bytes) => all + bytes, 0);
  const own: PartBytes = { ...parts, ...(code > 0 && { function: code, pclntab: code }) };
  const bytes = Object.values(own).reduce((all, part) => all + part, 0);
  return { ...more, bytes, parts: own };
}

function symbolBytes({ path, functions }: InventedPackage): SymbolBytes[] {
  return Object.entries(functions ?? {}).map(([name, code]) => ({
    name: `${path}.${name}`,
    package: path,
    kind: 'function',
    bytes: 2 * code,
  }));
}

function named(items: Readonly<Record<string, number>> = {}): { name: string; bytes: number }[] {
  return Object.entries(items).map(([name, bytes]) => ({ name, bytes }));
}

function sum(items: readonly { readonly bytes: number }[]): number {
  return items.reduce((all, { bytes }) => all + bytes, 0);
}

/** A program of about 50 MB with this many functions in 1500 packages of 120 modules; sizes fall off as they do in real ones. */
export function largeInspection(functions: number): FileInspection {
  const packages: (InventedPackage & { functions: Record<string, number> })[] = [];
  for (let at = 0; at < 1500; at += 1) {
    const module = at % 10 === 0 ? 'std' : `github.com/owner${at % 120}/project`;
    const path = module === 'std' ? `library/part${at}` : `${module}/internal/part${at}`;
    packages.push({ path, module, functions: {}, parts: { type: 900, data: 300 } });
  }
  for (let at = 0; at < functions; at += 1) {
    const owner = packages[(at * 7919) % packages.length];
    if (owner === undefined) continue;
    const name = `(*Receiver${at % 97}).methodWithAnOrdinaryName${at}`;
    owner.functions[name] = 20 + Math.round(24_000 / (1 + (at % 1000))) + (at % 61);
  }
  return inventedInspection({
    packages,
    structures: { padding: 300_000 },
    unattributed: { '.rodata': 400_000 },
  });
}
