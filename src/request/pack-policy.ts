import type { Amount } from './amount.ts';
import { formatPlatform, type Platform } from './platform.ts';

/** `auto`: where it pays; `always`: wherever it can be done. */
export const packModes = ['never', 'auto', 'always'] as const;
export type PackMode = (typeof packModes)[number];

/** One mode for all platforms, or one for each; a platform that is not named is not packed. */
export type PackModes = PackMode | Readonly<Record<string, PackMode>>;

/** How much packing must save at least: of a file on the disk, and of the layer as it is pulled. Both must be met. */
export interface PackGain {
  readonly disk?: Amount;
  readonly wire?: Amount;
}

/** When the programs of a target are packed by UPX. */
export interface PackPolicy {
  readonly modes: PackModes;
  readonly minGain: Required<PackGain>;
  /** Seconds that a packed program may take longer to start. */
  readonly maxStartup: number;
}

export const usualGain: Required<PackGain> = { disk: { percent: 20 }, wire: { percent: 5 } };

/** What holds for a platform; one with a variant is also meant by its name without. */
export function packMode({ modes }: Pick<PackPolicy, 'modes'>, platform: Platform): PackMode {
  if (typeof modes === 'string') return modes;
  const { os, architecture } = platform;
  return modes[formatPlatform(platform)] ?? modes[`${os}/${architecture}`] ?? 'never';
}

/** Whether anything of a target may be packed: without that no part of packing is loaded. */
export function mayPack({ modes }: Pick<PackPolicy, 'modes'>): boolean {
  return typeof modes === 'string'
    ? modes !== 'never'
    : Object.values(modes).some((mode) => mode !== 'never');
}

/** As --pack has it: `auto`, `linux/amd64=auto,linux/arm64=never`. */
export function formatModes({ modes }: Pick<PackPolicy, 'modes'>): string {
  if (typeof modes === 'string') return modes;
  return Object.entries(modes)
    .map(([platform, mode]) => `${platform}=${mode}`)
    .join(',');
}
