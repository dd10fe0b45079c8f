import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { scalar } from './kinds.ts';

/** A length in bytes, or a share of what was there before. */
export type Amount = { readonly bytes: number } | { readonly percent: number };

const factors: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

const pattern = '^\\s*\\d+(\\.\\d+)?\\s*([kKMG]i?[bB]|B)?\\s*$';
const percentPattern = '^\\s*\\d+(\\.\\d+)?\\s*%\\s*$';
const unitsHint = 'write 8 KiB or 4 MiB (1024), 8 kB or 4 MB (1000), or a number of bytes';

/** `4 MiB` is 2²⁰ bytes four times, `4 MB` 10⁶. */
export const byteLength = scalar<number>({
  placeholder: 'BYTES',
  one: 'a length such as 4 MiB',
  many: 'lengths',
  parse: (text) => {
    const bytes = bytesOf(text);
    if (bytes !== undefined) return bytes;
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not a length`, { hint: unitsHint });
  },
  show: formatLength,
  schema: {
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern },
    ],
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
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern },
      { type: 'string', pattern: percentPattern },
    ],
  },
  yaml: 'number',
});

/** In the largest unit that needs no fraction: `4 MiB`, `1500`. */
export function formatLength(bytes: number): string {
  const units = ['GiB', 'MiB', 'KiB'] as const;
  const unit = units.find((each) => bytes > 0 && bytes % (factors[each.toLowerCase()] ?? 1) === 0);
  return unit === undefined ? String(bytes) : `${bytes / (factors[unit.toLowerCase()] ?? 1)} ${unit}`;
}

/** Undefined for what is none, and for what no number holds exactly. */
function bytesOf(text: string): number | undefined {
  const [, number = '', , unit = ''] = /^\s*(\d+(\.\d+)?)\s*([kKMG]i?[bB]|B)?\s*$/.exec(text) ?? [];
  const factor = factors[unit.toLowerCase()];
  if (number === '' || factor === undefined) return undefined;
  const bytes = Math.round(Number(number) * factor);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
