import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { scalar } from './kinds.ts';

/** A length in bytes, or a share of what was there before. */
export type Amount = { readonly bytes: number } | { readonly percent: number };

const factors: Readonly<Record<string, number>> = {
  '': 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** As many digits as a number holds exactly; of bytes there are whole ones, and a small b would be bits. */
const pattern =
  '^\\s*(\\d{1,15}\\s*B?|\\d{1,12}(\\.\\d{1,9})?\\s*[kK]i?B|\\d{1,9}(\\.\\d{1,9})?\\s*Mi?B|\\d{1,6}(\\.\\d{1,9})?\\s*Gi?B)\\s*$';
const percentPattern = '^\\s*\\d{1,9}(\\.\\d{1,6})?\\s*%\\s*$';
const wholeNumber = { type: 'integer', minimum: 0, maximum: 999_999_999_999_999 } as const;
const unitsHint = 'write 8 KiB or 4 MiB (1024), 8 kB or 4 MB (1000), or a number of bytes';

/** `4 MiB` is 2²⁰ bytes four times, `4 MB` 10⁶. */
export const byteLength = scalar<number>({
  placeholder: 'BYTES',
  one: 'a length such as 4 MiB',
  many: 'lengths',
  parse: (text) => {
    const bytes = bytesOf(text);
    if (bytes !== undefined) return bytes;
    const hint = text.includes('%') ? `percentages are for growth: {approve: 5%}; ${unitsHint}` : unitsHint;
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not a length`, { hint });
  },
  show: formatLength,
  schema: {
    anyOf: [wholeNumber, { type: 'string', pattern }],
  },
  yaml: 'number',
});

/** `5 %`, or a length. */
export const amount = scalar<Amount>({
  placeholder: 'AMOUNT',
  one: 'an amount such as 5% or 8 KiB',
  many: 'amounts',
  parse: (text) => {
    if (new RegExp(percentPattern).test(text)) return { percent: Number.parseFloat(text) };
    const bytes = bytesOf(text);
    if (bytes !== undefined) return { bytes };
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is neither a percentage nor a length`, {
      hint: `write 5%; or ${unitsHint}`,
    });
  },
  show: (value) => ('percent' in value ? `${value.percent}%` : formatLength(value.bytes)),
  schema: {
    anyOf: [wholeNumber, { type: 'string', pattern }, { type: 'string', pattern: percentPattern }],
  },
  yaml: 'number',
});

/** In the largest unit that needs no fraction: `4 MiB`, `1500`. */
export function formatLength(bytes: number): string {
  const units = ['GiB', 'MiB', 'KiB'] as const;
  const unit = units.find((each) => bytes > 0 && bytes % (factors[each.toLowerCase()] ?? 1) === 0);
  return unit === undefined ? String(bytes) : `${bytes / (factors[unit.toLowerCase()] ?? 1)} ${unit}`;
}

/** Undefined for what is none. */
function bytesOf(text: string): number | undefined {
  if (!new RegExp(pattern).test(text)) return undefined;
  const [, number = '', unit = ''] = /^\s*([\d.]+)\s*([kKMG]i?)?B?\s*$/.exec(text) ?? [];
  const factor = factors[unit === '' ? '' : `${unit}b`.toLowerCase()] ?? 1;
  return Math.round(Number(number) * factor);
}
