import { join } from 'node:path';
import { exec } from '../../src/support/exec.ts';
import { debianTools, type FoundTool } from './debian.ts';
import type { Source, Tool } from './table.ts';

type Parts = Extract<Source, { kind: 'browser' }>['parts'];

/**
 * A browser without windows: Debian's, unpacked in a folder of its own, since not every distribution has it as a package
 * and the other tools should not suffer from that; where none is known, one that the machine has.
 */
export async function browser(tool: Tool, folder: string): Promise<FoundTool | Error> {
  const { source } = tool;
  if (source.kind !== 'browser') return new Error('no browser');
  const { parts, own } = source;
  const first = (await areKnown(parts)) ? undefined : await ownBrowser(own);
  if (first !== undefined) return first;
  const found = await unpacked(parts, tool.neededBy, folder);
  return found instanceof Error ? ((await ownBrowser(own)) ?? found) : found;
}

/** Whether the machine's package lists, as they are, have all parts. */
async function areKnown(parts: Parts): Promise<boolean> {
  const args = ['show', ...parts.map(({ package: name }) => name)];
  const answer = await exec({ file: 'apt-cache', args }).catch(() => undefined);
  return answer?.status === 0;
}

async function unpacked(parts: Parts, neededBy: string, folder: string): Promise<FoundTool | Error> {
  const tools = parts.map(
    ({ package: name, files }): Tool => ({
      name,
      source: { kind: 'debian', packages: [name], files },
      neededBy,
    }),
  );
  const found = await debianTools(tools, join(folder, 'browser'));
  const answers = tools.map(({ name }) => found.get(name) ?? new Error(`no package ${name}`));
  return answers.find((answer) => answer instanceof Error) ?? answers[0] ?? new Error('no package is named');
}

async function ownBrowser(names: readonly string[]): Promise<FoundTool | undefined> {
  for (const name of names) {
    const answer = await exec({ file: name, args: ['--version'] }).catch(() => undefined);
    if (answer?.status === 0) return { path: await pathOf(name), version: answer.stdout.trim() };
  }
  return undefined;
}

/** A program's absolute path, by the shell's own search. */
async function pathOf(name: string): Promise<string> {
  const { stdout } = await exec({ file: 'sh', args: ['-c', 'command -v -- "$1"', 'sh', name] });
  return stdout.trim();
}
