import { markdownText } from './markdown-text.ts';
import { plainLine } from './plain-text.ts';
import type { SandboxReport } from './sandbox-report.ts';
import { trialNumbers } from './sandbox-text.ts';
import type { Style } from './style.ts';

/** `api (linux/amd64)   ready in 12 ms · 5.7 MiB of memory · in runc 1.1.5`: one line for each program that was tried. */
export function sandboxLines(runs: readonly SandboxReport[] | undefined, style: Style): string[] {
  const all = (runs ?? []).map((run) => [plainLine(run.subject), plainLine(runText(run))] as const);
  const width = Math.max(0, ...all.map(([subject]) => subject.length));
  return all.map(
    ([subject, text]) => `  ${style.bold(subject)}${' '.repeat(width - subject.length)}   ${text}`,
  );
}

/** The same for GitHub. */
export function sandboxMarkdown(runs: readonly SandboxReport[] | undefined): string[] {
  if (runs === undefined || runs.length === 0) return [];
  const lines = runs.map((run) => `**${markdownText(run.subject)}** ${markdownText(runText(run))}`);
  return [lines.join('  \n'), ''];
}

function runText(run: SandboxReport): string {
  if ('notRun' in run) return `not run: ${run.notRun}`;
  const how = `in ${run.label}${run.emulated ? ' by qemu' : ''}`;
  const numbers = trialNumbers(run);
  return numbers === '' ? `tried ${how}` : `${numbers} · ${how}`;
}
