import type { Platform } from '../request/platform.ts';
import type { ForeignPlatform } from './documents.ts';

/** Other spellings of architectures, with the variant that they imply (containerd, platforms/database.go, normalizeArch). */
const spellings: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};

/** Variants that say no more than the architecture does. */
const baseline: Readonly<Record<string, string>> = { amd64: 'v1', arm: 'v7', arm64: 'v8' };

/** ARM's variants are numbered from v5 on, x86-64's levels from v1. */
const lowest: Readonly<Record<string, number>> = { amd64: 1, arm: 5 };

/** The one spelling of a platform: as OCI and Go write it, and with the variant wherever an architecture has them. */
function normal({ os, architecture, variant }: Pick<ForeignPlatform, 'os' | 'architecture' | 'variant'>) {
  const name = architecture.toLowerCase();
  const [known = name, implied] = Object.hasOwn(spellings, name) ? (spellings[name] ?? []) : [];
  const said = (implied ?? variant ?? '').toLowerCase().replace(/^(?=\d)/, 'v');
  const least = Object.hasOwn(baseline, known) ? baseline[known] : undefined;
  return { os: os.toLowerCase(), architecture: known, variant: said || least };
}

/**
 * Which of an index's platforms a program for `wanted` can stand on: its own variant, else the next lower one there is,
 * never a higher one; of equals the first (image-spec, image-index.md, "Platform Variants"; containerd, platforms.Only).
 * @returns its place in the list; undefined when none fits
 */
export function choosePlatform(
  offered: readonly (ForeignPlatform | undefined)[],
  wanted: Platform,
): number | undefined {
  const ranks = offered.map((one) => (one === undefined ? undefined : rankOf(one, wanted)));
  const best = Math.min(...ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY));
  const at = ranks.indexOf(best);
  return at < 0 ? undefined : at;
}

/** How far below the wanted variant a platform is; undefined when the program may not run there. */
function rankOf(offered: ForeignPlatform, platform: Platform): number | undefined {
  const there = normal(offered);
  const wanted = normal(platform);
  if (there.os !== wanted.os || there.architecture !== wanted.architecture) return undefined;
  if (there.variant === wanted.variant) return 0;
  const [high, low] = [levelOf(wanted.variant), levelOf(there.variant)];
  const floor = lowest[wanted.architecture];
  if (high === undefined || low === undefined || floor === undefined) return undefined;
  return low < high && low >= floor ? high - low : undefined;
}

function levelOf(variant: string | undefined): number | undefined {
  const digits = /^v(\d{1,2})$/.exec(variant ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a program for `wanted` can stand on this platform. */
export function fitsPlatform(offered: ForeignPlatform, wanted: Platform): boolean {
  return rankOf(offered, wanted) !== undefined;
}
