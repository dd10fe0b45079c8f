import { formatBytes } from './format-bytes.ts';
import { formatHeader } from './header.ts';
import type { StageName } from './model.ts';
import { plainText } from './plain-text.ts';
import type { Progress, ProgressEvent } from './progress.ts';
import { type BuildRow, formatRows, isRowOf, withEvent } from './rows.ts';
import { styleOf } from './style.ts';

/** Where progress is written: standard error, which is a terminal or not. */
export interface TerminalOptions {
  readonly isTTY: boolean;
  readonly color: boolean;
  /** Asked anew for every picture, since people resize windows. */
  readonly size: () => { readonly columns: number; readonly lines: number };
  /** Monotonic seconds. */
  readonly now: () => number;
  /** Slipway's own version, for the first line. */
  readonly version: string;
}

export interface TerminalProgress {
  readonly progress: Progress;
  /**
   * Ends the pictures; call it before anything else is written, also after a failure. On a terminal the live lines go
   * away, since the summary or the error says it better; elsewhere the rows that were not yet printed are.
   */
  readonly end: () => void;
  /** What `formatSummary` wants to know: the rows with their times, and whether the reader has seen them already. */
  readonly seen: () => { readonly rows: readonly BuildRow[]; readonly told: boolean };
}

type PushEvent = Extract<ProgressEvent, { kind: 'push' }>;

type Output = { write(text: string): unknown };

/** Shows a run while it works: lines that live in place on a terminal, each line once when it is done elsewhere. */
export function terminalProgress(stream: Output, options: TerminalOptions): TerminalProgress {
  return options.isTTY ? liveProgress(stream, options) : printedProgress(stream, options);
}

const framesPerSecond = 10;

/** What takes long and has no rows of its own. */
const longStages: Partial<Readonly<Record<StageName, string>>> = {
  waterfall: 'measuring what each step brings',
  before: 'comparing with the image from before',
};

function liveProgress(stream: Output, options: TerminalOptions): TerminalProgress {
  let header = '';
  let rows: readonly BuildRow[] = [];
  let drawn: readonly string[] = [];
  let push: PushEvent | undefined;
  let doing: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const draw = (permanent = ''): void => {
    const size = sizeOf(options);
    const next = livePicture({ header, rows, push, doing }, options, size);
    stream.write(`${erase(drawn, size.columns)}${permanent}${next.map((line) => `${line}\n`).join('')}`);
    drawn = next;
  };
  const rest = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    progress(event) {
      if (event.kind === 'stage' || event.kind === 'stage-done') {
        const next = event.kind === 'stage' ? longStages[event.name] : undefined;
        // Stages that say nothing come and go without a picture.
        if (next === doing) return;
        doing = next;
        return draw();
      }
      if (event.kind === 'start') header = startLine(event, options);
      rows = withEvent(rows, event, options.now());
      if (event.kind === 'push') {
        // Many events a second: the timer draws them.
        push = event;
        timer ??= setInterval(draw, 1000 / framesPerSecond).unref();
        return;
      }
      draw(event.kind === 'notice' ? noticeText(event.text) : '');
      if (!rows.some(isRunning)) rest();
      else timer ??= setInterval(draw, 1000 / framesPerSecond).unref();
    },
    end() {
      rest();
      stream.write(erase(drawn, sizeOf(options).columns));
      drawn = [];
    },
    seen: () => ({ rows, told: false }),
  };
}

/** Some pseudo-terminals say that they have no size at all. */
function sizeOf({ size }: TerminalOptions): { columns: number; lines: number } {
  const { columns, lines } = size();
  return { columns: columns > 0 ? columns : 80, lines: lines > 0 ? lines : 24 };
}

function isRunning(row: BuildRow): boolean {
  return row.compilingSince !== undefined;
}

/** Never higher than the window, since what has scrolled away cannot be taken back: then the rows at work are shown. */
function livePicture(
  {
    header,
    rows,
    push,
    doing,
  }: {
    readonly header: string;
    readonly rows: readonly BuildRow[];
    readonly push: PushEvent | undefined;
    readonly doing: string | undefined;
  },
  options: TerminalOptions,
  size: { readonly columns: number; readonly lines: number },
): string[] {
  const room = Math.max(1, size.lines - (push === undefined && doing === undefined ? 4 : 6));
  const shown =
    rows.length <= room ? rows : [...rows.filter(isRunning), ...rows.filter((row) => !isRunning(row))];
  const hidden = rows.length - room;
  // Without colour: a line is cut to the window's width, and a cut escape sequence would be one no more.
  const lines = formatRows(shown.slice(0, room), {
    columns: size.columns,
    style: styleOf(false),
    everyName: hidden > 0,
    now: options.now(),
  });
  const all = [
    ...(header === '' ? [] : [header, '']),
    ...lines,
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
    ...(doing === undefined ? [] : ['', `  ${doing} …`]),
    ...(push === undefined ? [] : ['', `  → ${push.repository}   ${formatBytes(push.sentBytes)} uploaded`]),
  ];
  return all.map((line) => cut(line, size.columns));
}

function cut(line: string, columns: number): string {
  return line.length <= columns ? line : `${line.slice(0, Math.max(0, columns - 1))}…`;
}

/** Back to the first line drawn, and everything below it cleared. A window made narrower has wrapped the lines since. */
function erase(drawn: readonly string[], columns: number): string {
  const height = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
  return height === 0 ? '' : `\x1b[${height}A\r\x1b[J`;
}

/** Room for `linux/amd64`, `built 1.4 s` and `layer 0.2 s`, whichever row comes first. */
const least = [0, 11, 11, 11, 0];

function printedProgress(stream: Output, options: TerminalOptions): TerminalProgress {
  let rows: readonly BuildRow[] = [];
  const printed = new Set<string>();
  const style = styleOf(options.color);
  const print = (row: BuildRow): void => {
    const name = `${row.target} ${row.platform.os}/${row.platform.architecture}/${row.platform.variant ?? ''}`;
    if (printed.has(name)) return;
    printed.add(name);
    // Aligned with what is known so far: a longer name may still come.
    const settled = rows.map((each) =>
      isRunning(each) ? { target: each.target, platform: each.platform } : each,
    );
    const lines = formatRows(settled, { columns: Number.POSITIVE_INFINITY, style, everyName: true, least });
    stream.write(`${lines[rows.indexOf(row)] ?? ''}\n`);
  };
  return {
    progress(event) {
      rows = withEvent(rows, event, options.now());
      if (event.kind === 'start') stream.write(`${startLine(event, options)}\n\n`);
      if (event.kind === 'notice') stream.write(noticeText(event.text));
      if (event.kind === 'image') {
        for (const row of rows) if (isRowOf(row, event.target, event.platform)) print(row);
      }
    },
    end() {
      for (const row of rows) if (!isRunning(row)) print(row);
    },
    seen: () => ({ rows, told: true }),
  };
}

function startLine(event: ProgressEvent & { kind: 'start' }, options: TerminalOptions): string {
  const { go, source, bases, engine } = event;
  return formatHeader({ slipway: options.version, toolchain: { go, source }, bases, engine });
}

function noticeText(text: string): string {
  return `${plainText(text)
    .trimEnd()
    .split('\n')
    .map((line, index) => (index === 0 ? line : `  ${line}`))
    .join('\n')}\n`;
}
