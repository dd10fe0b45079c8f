import { changeLines, type NamedChange, signed, sizeText } from './comparison-text.ts';
import { formatNotices } from './findings.ts';
import { plainLine, plainText } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';
import type {
  GraphChange,
  GraphModule,
  TagSetChange,
  TagSetReport,
  TagsInspection,
} from './tags-inspection.ts';
import { tagsText, targetTable } from './tags-table.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

/** How many lines each list has before the rest is summed. */
const most = { modules: 5, packages: 10, others: 4 } as const;

/**
 * What sets of build tags make of programs, for a person: a line for each set, then what each one adds and prunes, what its
 * tags are worth, and last what does not compile. Ends with a line break.
 */
export function formatTagsInspection(answer: TagsInspection, options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const style = styleOf(color);
  const { targets, notices } = answer;
  const withMargins = targets.find(({ sets }) => sets.some(({ marginal }) => marginal !== undefined));
  const paragraphs = [
    ...targets.flatMap((target) => [
      targetTable(target, answer, style),
      ...(target === withMargins ? [marginNote.map((line) => style.dim(line))] : []),
      ...target.sets.flatMap((set) => setParagraphs(target, set, columns, style)),
    ]),
    ...targets.flatMap(({ sets }) => sets.flatMap((set) => errorParagraphs(set, style))),
    ...formatNotices(notices, style),
  ];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Said once, below the first table that needs it. */
const marginNote = [
  '  Below a set: what each of its tags changes, given the others. These need not',
  '  sum to what the set changes: two tags may bring in, or prune, the same package.',
];

type Target = TagsInspection['targets'][number];

/** What a set makes other than the first one. */
function setParagraphs(
  { name, sets }: Target,
  { tags, change }: TagSetReport,
  columns: number,
  style: Style,
): string[][] {
  if (change === undefined || isNothing(change)) return [];
  const against = tagsText(sets[0]?.tags ?? []);
  const { fileBytes, graph, modules, packages, others, otherBytes } = change;
  const head = [
    style.bold(`${plainLine(name)} with ${tagsText(tags)}, against ${against}`),
    `  ${sizeText(fileBytes)}`,
    ...graphLines(graph, columns),
  ];
  const named = packages.map(({ path, ...each }) => ({ name: path, ...each }));
  const list = (title: string, changes: readonly NamedChange[], limit: number): string[][] =>
    changes.length === 0 ? [] : [[style.bold(title), ...changeLines(changes, limit, columns, style)]];
  return [
    head,
    ...list('modules', modules.map(namedModule), most.modules),
    ...list('packages', named, most.packages),
    ...(otherBytes === 0 ? [] : list(`of no package: ${signed(otherBytes)}`, others, most.others)),
  ];
}

/** The tags themselves are written into the program, so a few bytes always differ. */
function isNothing({ fileBytes, graph: { packages, modules } }: TagSetChange): boolean {
  const names = [packages.added, packages.removed, modules.added, modules.removed].flat();
  return fileBytes.before === fileBytes.after && names.length === 0;
}

function namedModule({ name, ...change }: NamedChange): NamedChange {
  return { name: name === '' ? 'unknown module' : name === 'std' ? 'standard library' : name, ...change };
}

/** The graph's changes: `+2 packages`, with the names that there is room for on a few lines. */
function graphLines({ packages, modules }: GraphChange, columns: number): string[] {
  const rows = [
    ['+', 'package', packages.added],
    ['−', 'package', packages.removed],
    ['+', 'module', modules.added.map(moduleText)],
    ['−', 'module', modules.removed.map(moduleText)],
  ] as const;
  return rows.flatMap(([sign, what, names]) => {
    if (names.length === 0) return [];
    const count = `${sign}${names.length} ${what}${names.length === 1 ? '' : 's'}`;
    const [first = '', ...more] = nameLines(names.map(plainLine), columns - graphIndent);
    return [
      `  ${count.padEnd(graphIndent - 2)}${first}`,
      ...more.map((line) => ' '.repeat(graphIndent) + line),
    ];
  });
}

const graphIndent = 18;
const graphLinesMost = 3;

/** Names with commas between, as many as fit on the lines, and how many more there are. */
function nameLines(names: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const [at, name] of names.entries()) {
    const last = lines.at(-1);
    const joined = last === undefined ? name : `${last}, ${name}`;
    if (last !== undefined && joined.length <= room) lines.splice(-1, 1, joined);
    else if (lines.length < graphLinesMost) lines.push(name);
    else return [...lines, `and ${names.length - at} more`];
  }
  return lines;
}

function moduleText({ path, version }: GraphModule): string {
  return version === undefined ? path : `${path} ${version}`;
}

/** A set that does not compile: what go says, in full. */
function errorParagraphs({ tags, error }: TagSetReport, style: Style): string[][] {
  if (error === undefined) return [];
  const [first = '', ...more] = plainText(error.message).trimEnd().split('\n');
  const hint = error.hint === undefined ? [] : plainText(error.hint).trimEnd().split('\n');
  const heading = `${style.bad(style.bold(`error ${error.code}:`))} ${tagsText(tags)}: ${first}`;
  return [[heading, ...[...more, ...hint].map((line) => `  ${line}`)]];
}
