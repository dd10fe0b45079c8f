import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { scalar } from './kinds.ts';

const factors: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
const pattern = '^(\\d{1,6}(?:\\.\\d{1,3})?)(ms|s|m)$';

/** A time in seconds: `500ms`, `2s`, `1m`. */
export const duration = scalar<number>({
  placeholder: 'TIME',
  one: 'a time such as 2s or 500ms',
  many: 'times',
  parse: (text) => {
    const [, number = '', unit = ''] = new RegExp(pattern).exec(text) ?? [];
    const seconds = Number(number) * (factors[unit] ?? Number.NaN);
    if (seconds > 0) return seconds;
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not a time`, { hint: 'write 500ms, 2s or 1m' });
  },
  show: formatDuration,
  schema: { type: 'string', pattern },
});

/** As {@link duration} reads it. */
export function formatDuration(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds % 60_000 === 0 && milliseconds > 0) return `${milliseconds / 60_000}m`;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
