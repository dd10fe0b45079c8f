import { shortened } from './bars.ts';
import { broughtLines } from './brought-text.ts';
import type {
  BeforeAfter,
  Comparison,
  ImageComparison,
  ModuleChange,
  ProgramComparison,
} from './comparison.ts';
import { deadCodeSentences } from './dead-code-change-words.ts';
import { formatNotices } from './findings.ts';
import { formatBytes } from './format-bytes.ts';
import { plainSpelling } from './plain-spelling.ts';
import { plainLine } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';
import { wrapped } from './wrapped.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

/** How many lines each list has before the rest is summed. */
const most = { files: 15, sections: 8, modules: 8, packages: 15, symbols: 25 } as const;

/** A comparison for a person: what grew and what shrank, the most first. Ends with a line break. */
export function formatComparison(comparison: Comparison, options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const style = styleOf(color);
  const { before, after, targets, notices } = comparison;
  const paragraphs = [
    [`${plainLine(before)} → ${plainLine(after)}`],
    ...targets.flatMap(({ name, images }) =>
      images.flatMap((image) => imageParagraphs(name, image, columns, style)),
    ),
    ...formatNotices(notices, style),
  ];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function imageParagraphs(name: string, image: ImageComparison, columns: number, style: Style): string[][] {
  const subject = [plainLine(name), image.platform].filter((word) => word !== '').join(' ');
  const head = [...(subject === '' ? [] : [style.bold(subject)]), ...sizeLines(image)];
  const lists = listParagraphs(image, columns, style);
  const programs = image.programs ?? [];
  const isSame = sizesOf(image).every(([, { before, after }]) => before === after);
  if (isSame && lists.length === 0 && programs.length === 0) return [[...head, '  nothing differs']];
  return [
    head,
    ...lists,
    ...programs.flatMap((program) => [
      [style.bold(plainLine(program.path)), ...sizeLines(program)],
      ...listParagraphs(program, columns, style),
    ]),
  ];
}

function sizeLines(image: Sizes): string[] {
  return sizesOf(image).map(([what, sizes]) => `  ${what.padEnd(8)}  ${sizeText(sizes)}`);
}

function listParagraphs(changed: Lists, columns: number, style: Style): string[][] {
  const lists = Object.entries(listsOf(changed)).filter(([, changes]) => changes.length > 0);
  const brought = broughtLines(changed, columns, style);
  const methods = deadCodeSentences(changed.deadCode, {
    ...{ spelling: plainSpelling, where: '', mainModule: changed.mainModule, placeOf: () => undefined },
  }).flatMap((sentence) => wrapped(sentence, columns));
  return [
    ...(methods.length === 0 ? [] : [methods]),
    ...(brought.length === 0 ? [] : [brought]),
    ...lists.map(([title, changes]) => [
      style.bold(title),
      ...changeLines(changes, most[title as keyof typeof most], columns, style),
    ]),
  ];
}

export type Lists = ProgramComparison & Partial<Pick<ImageComparison, 'files' | 'sections'>>;

/** What of an image or program changed, by list. */
export function listsOf({
  files = [],
  sections = [],
  modules,
  packages,
  symbols = [],
}: Lists): Record<keyof typeof most, readonly NamedChange[]> {
  return {
    modules: modules.map(({ name, ...change }) => ({ name: moduleName(name), ...change })),
    packages: packages.map(({ path, ...change }) => ({ name: path, ...change })),
    files,
    sections,
    symbols,
  };
}

export interface NamedChange extends BeforeAfter, Pick<ModuleChange, 'versions' | 'formerName'> {
  readonly name: string;
  /** What else is to be said of it. */
  readonly note?: string;
}

export function moduleName(path: string): string {
  return path === '' ? 'unknown module' : path === 'std' ? 'standard library' : path;
}

type Sizes = Pick<ImageComparison, 'fileBytes' | 'diskBytes' | 'pullBytes'>;

export function sizesOf({ fileBytes, diskBytes, pullBytes }: Sizes): [string, BeforeAfter][] {
  return (
    [
      ['file', fileBytes],
      ['on disk', diskBytes],
      ['pulled', pullBytes],
    ] as const
  ).flatMap(([what, sizes]) => (sizes === undefined ? [] : [[what, sizes] as [string, BeforeAfter]]));
}

export function sizeText({ before, after }: BeforeAfter): string {
  if (before === after) return `${formatBytes(after)}, unchanged`;
  const share = before === 0 ? '' : ` (${(((after - before) / before) * 100).toFixed(1)} %)`;
  return `${formatBytes(before)} → ${formatBytes(after)}   ${signed(after - before)}${share.replace('(-', '(−')}`;
}

/** `+12.0 KiB`, `−3 B`. */
export function signed(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${formatBytes(Math.abs(bytes))}`;
}

/** `new` and `gone` in words, so that nothing is said by colour alone. */
export function noteOf({ before, after }: BeforeAfter): string {
  return before === 0 ? 'new' : after === 0 ? 'gone' : '';
}

function joined(between: string, ...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(between);
}

/** `v1.2.0 → v1.3.0`; of a new one what it was before. */
function versionNote({ versions: { before, after } = {}, formerName }: NamedChange): string {
  if (formerName !== undefined) return `in place of ${formerName}`;
  return before === undefined || after === undefined || before === after ? '' : `${before} → ${after}`;
}

export function changeLines(
  changes: readonly NamedChange[],
  limit: number,
  columns: number,
  style: Style,
): string[] {
  const room = Math.max(12, columns - 2 - 10 - 2 - 6);
  const lines = changes.slice(0, limit).map((change) => {
    const delta = change.after - change.before;
    const paint = delta > 0 ? style.bad : style.good;
    const what = joined(' ', noteOf(change), versionNote(change));
    const note = plainLine(joined(', ', what, change.note ?? ''));
    const name = shortened(plainLine(change.name), room);
    return `  ${paint(signed(delta).padStart(10))}  ${name}${note === '' ? '' : `  ${style.dim(note)}`}`;
  });
  const rest = changes.slice(limit);
  if (rest.length === 0) return lines;
  const sum = rest.reduce((total, { before, after }) => total + after - before, 0);
  return [...lines, `  ${signed(sum).padStart(10)}  ${style.dim(`in ${rest.length} more`)}`];
}
