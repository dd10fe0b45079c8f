import { formatPlatform, type Platform } from '../request/platform.ts';
import { errorLines } from './error-text.ts';
import { formatNotices } from './findings.ts';
import type { Fault } from './module-inspection.ts';
import { plainLine } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';

export interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

interface AskedPrograms<Program> {
  readonly toolchain: { readonly go: string };
  readonly platform: Platform;
  readonly targets: readonly Program[];
  readonly notices: readonly string[];
}

/**
 * What was asked of each program of a module: its title, then a paragraph for each thing, or why nothing is known. Ends with a line
 * break.
 */
export function formatAskedPrograms<Program extends { readonly name: string; readonly error?: Fault }>(
  { targets, platform, toolchain, notices }: AskedPrograms<Program>,
  { columns = 80, color = false }: TextOptions,
  paragraphsOf: (program: Program, columns: number, style: Style) => string[][],
): string {
  const style = styleOf(color);
  const programs = targets.flatMap((program) => {
    const title = `${style.bold(plainLine(program.name))}   ${formatPlatform(platform)} · ${toolchain.go}`;
    if (program.error !== undefined) return [[title, ...errorLines(program.error, style)]];
    return [[title], ...paragraphsOf(program, columns, style)];
  });
  return `${[...programs, ...formatNotices(notices, style)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
