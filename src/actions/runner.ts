import * as core from '@actions/core';
import type { Annotation } from './annotations.ts';
import type { CommentOutputs } from './comment/outputs.ts';
import type { ActionOutputs } from './outputs.ts';

const levels = { error: core.error, warning: core.warning, notice: core.notice } as const;

/** Shows a fault, a warning or a note on the run's page. */
export function annotate(
  level: keyof typeof levels,
  { title, message, file, line, column }: Annotation,
): void {
  levels[level](message, {
    title,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { startLine: line }),
    ...(column !== undefined && { startColumn: column }),
  });
}

export function setOutputs(outputs: ActionOutputs | CommentOutputs): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

/** Adds to the job's summary; a runner that shows none is no fault. */
export async function writeSummary(
  markdown: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  if ((env['GITHUB_STEP_SUMMARY'] ?? '') === '') return;
  await core.summary.addRaw(markdown, true).write();
}

/** Puts a folder first on PATH for the steps that follow. */
export function addPath(folder: string): void {
  core.addPath(folder);
}

/** Hands a text to the post step, which has it in the variable STATE_ and the name. */
export function saveState(name: string, value: string): void {
  core.saveState(name, value);
}
