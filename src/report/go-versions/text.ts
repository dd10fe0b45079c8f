import { formatPlatform } from '../../request/platform.ts';
import { barOf } from '../bars.ts';
import { formatNotices } from '../findings.ts';
import { formatBytes } from '../format-bytes.ts';
import { plainLine, plainText } from '../plain-text.ts';
import { type Style, styleOf } from '../style.ts';
import { wrapped } from '../wrapped.ts';
import { differingLines } from './differing.ts';
import type { ComparedPlatform, GoComparison, GoProgram } from './go-comparison.ts';
import { measuresText } from './measured-with.ts';
import { tableLines } from './table.ts';
import { percentText, rowsOf, type VersionRow } from './words.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

/**
 * What several versions of Go make of programs, for a person: for each program and platform a table, bars of what lies on the disk and of what
 * is pulled, and what explains the differences; last what did not compile. Ends with a line break.
 */
export function formatGoComparison(found: GoComparison, options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const style = styleOf(color);
  const paragraphs = [
    ...found.targets.flatMap(({ name, platforms }) =>
      platforms.flatMap((each) => platformParagraphs(name, each, found, { columns, style })),
    ),
    ...errorParagraphs(found, style),
    ...formatNotices(found.notices, style),
  ];
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface Page {
  readonly columns: number;
  readonly style: Style;
}

function platformParagraphs(
  name: string,
  compared: ComparedPlatform,
  found: GoComparison,
  { columns, style }: Page,
): string[][] {
  const { platform, programs } = compared;
  const rows = rowsOf(found, programs);
  const head = `${style.bold(plainLine(name))}   ${formatPlatform(platform)}`;
  return [
    [head, ...tableLines(rows, style)],
    measuresText(compared).flatMap((text) =>
      wrapped(text, columns - 2).map((line) => style.dim(`  ${line}`)),
    ),
    bars('stripped', rows, ({ file }) => file?.bytes, style),
    bars('pulled', rows, ({ wireBytes }) => wireBytes, style),
    differingLines(rows, programs, { columns, style }),
  ].filter((lines) => lines.length > 0);
}

const barWidth = 32;

/** A bar for each version that has it, and the change against the first. None where fewer than two have it. */
function bars(
  title: string,
  rows: readonly VersionRow[],
  of: (program: GoProgram) => number | undefined,
  style: Style,
): string[] {
  const known = rows.flatMap(({ name, program }) => {
    const bytes = program && of(program);
    return bytes === undefined ? [] : [{ name, bytes }];
  });
  const [first] = known;
  if (first === undefined || known.length < 2) return [];
  const longest = Math.max(...known.map(({ bytes }) => bytes));
  const width = Math.max(...known.map(({ name }) => name.length));
  const lines = known.map(({ name, bytes }) => {
    const bar = barOf(bytes / longest, barWidth).padEnd(barWidth);
    const change = bytes === first.bytes ? '' : `   ${percentText(first.bytes, bytes).padStart(7)}`;
    return `  ${name.padEnd(width)}  ${bar}  ${formatBytes(bytes).padStart(8)}${change}`.trimEnd();
  });
  return [style.bold(title), ...lines];
}

/** What go says of a version with which something does not compile, in full, each once. */
function errorParagraphs({ versions, targets }: GoComparison, style: Style): string[][] {
  const programs = targets.flatMap(({ platforms }) => platforms.flatMap((each) => each.programs));
  const errors = [
    ...versions.flatMap((version) => version.error ?? []),
    ...programs.flatMap(({ error }) => error ?? []),
  ];
  const distinct = new Map(errors.map((error) => [error.message, error]));
  return [...distinct.values()].flatMap(({ code, message, hint }) => {
    const [first = '', ...more] = plainText(message).trimEnd().split('\n');
    const advice = hint === undefined ? [] : plainText(hint).trimEnd().split('\n');
    if (more.length === 0 && advice.length === 0) return [];
    const heading = `${style.bad(style.bold(`error ${code}:`))} ${first}`;
    return [[heading, ...[...more, ...advice].map((line) => `  ${line}`)]];
  });
}
