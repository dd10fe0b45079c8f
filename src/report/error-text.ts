import type { ErrorCode } from '../support/errors.ts';
import { plainText } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';

/** What an error tells a person: of SlipwayError, or of what was made of one. */
interface ToldError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** An error for a person: the first line says what, the rest, indented, why and what to do. Ends with a line break. */
export function formatError(error: ToldError, { color = false }: { readonly color?: boolean } = {}): string {
  return `${errorLines(error, styleOf(color)).join('\n')}\n`;
}

/** The same in lines. */
export function errorLines({ code, message, hint }: ToldError, style: Style): string[] {
  const [first = '', ...more] = linesOf(message);
  return [
    `${style.bad(style.bold(`error ${code}:`))} ${first}`,
    ...more.map((line) => (line === '' ? '' : `  ${line}`)),
    ...(hint === undefined ? [] : linesOf(hint)).map((line) => `  ${style.bold(line)}`),
  ];
}

function linesOf(text: string): string[] {
  return plainText(text).trimEnd().split('\n');
}
