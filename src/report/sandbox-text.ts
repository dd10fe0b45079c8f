import type { Severity, Verdict, VerdictStatus } from '../verify/verdict.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { SandboxReport, TriedReport } from './sandbox-report.ts';
import { type Style, styleOf } from './style.ts';
import { wrapped } from './wrapped.ts';

/** What is told of a program that was tried. */
interface Trial {
  readonly verdicts: readonly Verdict[];
  readonly sandbox: SandboxReport;
}

interface TextOptions {
  readonly columns: number;
  readonly color: boolean;
}

const area = 'sandbox/';

/**
 * A trial for a person: who ran it and how, each check in a line with what was seen, and the numbers last. What failed says the rest
 * below its line. Ends with a line break.
 */
export function formatTrial({ verdicts, sandbox }: Trial, { columns, color }: TextOptions): string {
  const style = styleOf(color);
  const name = style.bold(plainLine(sandbox.subject));
  if ('notRun' in sandbox)
    return `${name}\n\n  ${wrapped(`– not run: ${plainLine(sandbox.notRun)}`, columns - 4).join('\n  ')}\n`;
  const notes = sandbox.notes.map((note) => `  note: ${plainLine(note)}`);
  const paragraphs = [
    [`${name}   ${headText(sandbox)}`],
    checkLines(verdicts, columns, style),
    [`  ${trialNumbers(sandbox)}`].filter((line) => line.trim() !== ''),
    notes,
    weaker(sandbox, columns),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headText({ label, user, emulated }: TriedReport): string {
  return [`in ${plainLine(label)}`, `as user ${user}`, ...(emulated ? ['by qemu'] : [])].join(' · ');
}

function checkLines(verdicts: readonly Verdict[], columns: number, style: Style): string[] {
  const names = verdicts.map(({ check }) => check.slice(area.length));
  const width = Math.max(0, ...names.map((name) => name.length));
  return verdicts.flatMap((verdict, at) => {
    const [first = '', ...more] = plainText(verdict.detail).trimEnd().split('\n');
    const indent = ' '.repeat(width + 7);
    const [head = '', ...rest] = wrapped(first, Math.max(30, columns - indent.length));
    const name = (names[at] ?? '').padEnd(width);
    const line = `  ${markOf(verdict, style)} ${name}   ${head}`.trimEnd();
    return [line, ...[...rest.map((part) => part.trimStart()), ...more].map((part) => `${indent}${part}`)];
  });
}

const good: Readonly<Record<Exclude<VerdictStatus, 'fail'>, string>> = { pass: '✓', skip: '–' };
const bad: Readonly<Record<Severity, string>> = { info: '·', warn: '!', approve: '?', block: '✗' };

function markOf({ status, severity }: Verdict, style: Style): string {
  if (status === 'pass') return style.good(good.pass);
  if (status === 'skip') return style.dim(good.skip);
  return severity === 'block' ? style.bad(bad.block) : style.warning(bad[severity]);
}

/** The three numbers that people compare: `ready in 12 ms · 5.7 MiB of memory · stops in 3 ms`. */
export function trialNumbers({
  startSeconds,
  restartSeconds,
  stopSeconds,
  memoryBytes,
}: TriedReport): string {
  // Only what stays up is started again.
  const isCommand = restartSeconds === undefined && stopSeconds === undefined;
  return [
    ...(startSeconds === undefined
      ? []
      : [`${isCommand ? 'done' : 'ready'} in ${milliseconds(startSeconds)}`]),
    ...(memoryBytes === undefined ? [] : [`${formatBytes(memoryBytes)} of memory`]),
    ...(stopSeconds === undefined ? [] : [`stops in ${milliseconds(stopSeconds)}`]),
  ].join(' · ');
}

/** A short time as people read it: `3.2 ms`, `120 ms`, `1.4 s`. */
export function milliseconds(seconds: number): string {
  const value = seconds * 1000;
  if (value < 9.95) return `${value.toFixed(1)} ms`;
  return value < 999.5 ? `${Math.round(value)} ms` : `${seconds.toFixed(1)} s`;
}

/** Why nothing stronger was used, where something weaker was. */
function weaker({ lacks, passedOver }: TriedReport, columns: number): string[] {
  if (Object.keys(lacks).length === 0) return [];
  const reasons = passedOver.map(({ name, why }) => `${name} (${plainLine(why)})`);
  if (reasons.length === 0) return [];
  return wrapped(`stronger isolations that do not work here: ${reasons.join(', ')}`, columns - 4).map(
    (line) => `  ${line}`,
  );
}
