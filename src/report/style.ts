type Paint = (text: string) => string;

/** The few colours in use. Nothing is said by colour alone. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly warning: Paint;
  readonly bad: Paint;
}

const plain: Paint = (text) => text;
const noStyle: Style = { bold: plain, dim: plain, good: plain, warning: plain, bad: plain };
const colors: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  good: sgr(32, 39),
  warning: sgr(33, 39),
  bad: sgr(31, 39),
};

/** Select Graphic Rendition (ECMA-48, 8.3.117): on before the text, off behind it. */
function sgr(on: number, off: number): Paint {
  return (text) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`);
}

export function styleOf(color: boolean): Style {
  return color ? colors : noStyle;
}

/** Colour or not: NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) first, then what the stream is. */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}
