import { monotonicSeconds } from '../support/launch.ts';

/** What a program printed: the last lines of it, and when the first line of a kind came. */
export interface OutputLines {
  add(from: 'stdout' | 'stderr', chunk: Buffer): void;
  /** The last lines, the oldest first; before them the line with which Go's runtime says why it ends, where they do not hold it. */
  last(): readonly string[];
  /** When a line that fits was seen, in monotonic seconds. Asked before it comes. */
  whenSeen(pattern: RegExp): Promise<number>;
}

const mostLines = 20;
const longestLine = 300;
/** runtime/panic.go, printpanics and throw. */
const isReason = /^(panic: |fatal error: )/;

export function outputLines(): OutputLines {
  const lines: string[] = [];
  let reason: string | undefined;
  const open = { stdout: '', stderr: '' };
  const waiting: { readonly pattern: RegExp; readonly seen: (at: number) => void }[] = [];
  const keep = (line: string): void => {
    lines.push(line.slice(0, longestLine));
    if (isReason.test(line)) reason ??= lines.at(-1);
    if (lines.length > mostLines) lines.shift();
  };
  return {
    add(from, chunk) {
      const at = monotonicSeconds();
      const [...parts] = (open[from] + chunk.toString('utf8')).split('\n');
      open[from] = (parts.pop() ?? '').slice(0, 10 * longestLine);
      for (const line of parts) {
        keep(line);
        for (const { pattern, seen } of waiting) if (pattern.test(line)) seen(at);
      }
    },
    last: () => {
      const rest = [open.stdout, open.stderr].filter((text) => text !== '');
      const last = [...lines, ...rest].slice(-mostLines);
      return reason === undefined || last.includes(reason) ? last : [reason, '…', ...last.slice(2)];
    },
    whenSeen: (pattern) => new Promise((seen) => waiting.push({ pattern, seen })),
  };
}
