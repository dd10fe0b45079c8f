import type { SlipwayError } from '../support/errors.ts';
import { plainText } from './plain-text.ts';
import { styleOf } from './style.ts';

/** An error for a person: the first line says what, the rest, indented, why and what to do. Ends with a line break. */
export function formatError(
  error: SlipwayError,
  { color = false }: { readonly color?: boolean } = {},
): string {
  const style = styleOf(color);
  const [first = '', ...more] = linesOf(error.message);
  const hint = error.hint === undefined ? [] : linesOf(error.hint);
  return [
    `${style.bad(style.bold(`error ${error.code}:`))} ${first}`,
    ...more.map((line) => (line === '' ? '' : `  ${line}`)),
    ...hint.map((line) => `  ${style.bold(line)}`),
    '',
  ].join('\n');
}

function linesOf(text: string): string[] {
  return plainText(text).trimEnd().split('\n');
}
