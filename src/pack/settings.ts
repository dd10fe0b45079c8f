/** A way in which UPX packs, by name. */
export type PackSetting = 'nrv-1' | 'nrv-7' | 'nrv-9' | 'nrv-best' | 'lzma-7' | 'lzma-best';

interface SettingRow {
  /** UPX's own arguments. */
  readonly args: readonly string[];
  /** Seconds that it takes for each MiB of a Go program, on a core of 2024; `square`: for each MiB squared. bench/ measures them. */
  readonly cost: { readonly perMebibyte: number; readonly square?: number };
}

/**
 * The settings that are worth trying on programs of Go's linker. NRV unpacks some four times as fast as LZMA and saves less.
 * LZMA at 7, 8 and 9 gives the same bytes. `--brute` and `--ultra-brute` take hours for less than 1 %, and are not here.
 */
export const packSettings: Readonly<Record<PackSetting, SettingRow>> = {
  'nrv-1': { args: ['-1'], cost: { perMebibyte: 0.05 } },
  'nrv-7': { args: ['-7'], cost: { perMebibyte: 0.25 } },
  'nrv-9': { args: ['-9'], cost: { perMebibyte: 0.8 } },
  'nrv-best': { args: ['--best'], cost: { perMebibyte: 3.5, square: 0.3 } },
  'lzma-7': { args: ['-7', '--lzma'], cost: { perMebibyte: 0.8 } },
  'lzma-best': { args: ['--best', '--lzma'], cost: { perMebibyte: 0.8 } },
};

/** Tried by every build: one that starts soon, and the smallest. */
const always: readonly PackSetting[] = ['nrv-7', 'lzma-7'];

/** Tried where it does not take too long: each saves 1 % over the one before. The others of the table serve locks and comparisons. */
const further: readonly PackSetting[] = ['nrv-9', 'nrv-best'];

/** The estimated seconds of one core that one further trial may take. */
export const trialBudget = 15;

/**
 * The settings that a program of some length is packed by. By an estimate rather than a clock, so that every machine tries the same.
 * @param bytes of the program
 */
export function settingsFor(bytes: number): PackSetting[] {
  return [...always, ...further.filter((setting) => estimatedSeconds(setting, bytes) <= trialBudget)];
}

/** How long packing takes on one core, about. */
export function estimatedSeconds(setting: PackSetting, bytes: number): number {
  const mebibytes = bytes / 2 ** 20;
  const { perMebibyte, square = 0 } = packSettings[setting].cost;
  return perMebibyte * mebibytes + square * mebibytes ** 2;
}

export function isPackSetting(text: string): text is PackSetting {
  return Object.hasOwn(packSettings, text);
}
