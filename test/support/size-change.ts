import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageReport, Report } from '../../src/report/model.ts';
import type { SizeReport } from '../../src/report/size-report.ts';
import { exec, failure } from '../../src/support/exec.ts';
import { type Edits, edit } from './edits.ts';
import { commitEdits } from './pull-request.ts';
import { validateReport } from './report-schema.ts';
import { type Ended, slipwayOk } from './slipway.ts';
import { folderOf } from './temporary.ts';
import { goEnvironment } from './tools.ts';
import { commitAll, git } from './workspace.ts';

/** A repository with a branch that changes something of main, and where its builds keep what they know. */
export interface Change {
  readonly root: string;
  /** The last commit of main. */
  readonly base: string;
  readonly cache: string;
  readonly ends: { after(action: () => unknown): void };
}

/**
 * Makes such a repository, the branch checked out. Requirements are completed by `go mod tidy` in each folder.
 * @param modules folders of modules, from the root
 */
export async function changeOf(
  ends: Change['ends'],
  cache: string,
  { start, change }: { readonly start: Edits; readonly change: Edits },
  modules: readonly string[] = ['.'],
): Promise<Change> {
  const root = await folderOf(ends);
  const tidy = async (): Promise<void> => {
    for (const module of modules) await go(join(root, module), 'mod', 'tidy');
  };
  await edit(root, start);
  await tidy();
  const base = await commitAll(root, 'v1.0.0');
  await git(root, 'switch', '--quiet', '--create', 'feature');
  await edit(root, change);
  await tidy();
  await commitEdits(root, {}, 'Change');
  return { root, base, cache, ends };
}

/** Runs go, and gives what it printed. */
export async function go(cwd: string, ...args: readonly string[]): Promise<string> {
  const env = goEnvironment({ CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' });
  const result = await exec({ file: 'go', args, cwd, env });
  if (result.status !== 0) throw new Error(`go ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
  return result.stdout;
}

/** Import paths of all that the packages need. */
export async function depsOf(folder: string, ...packages: readonly string[]): Promise<Set<string>> {
  const text = await go(folder, 'list', '-deps', ...packages);
  return new Set(text.trim().split('\n'));
}

/** A run for one platform on an empty base, its report and what it printed. */
export async function built(
  { cache, ends }: Pick<Change, 'cache' | 'ends'>,
  source: string,
  ...flags: readonly string[]
): Promise<{ readonly report: Report; readonly ended: Ended }> {
  const folder = await folderOf(ends);
  const file = join(folder, 'report.json');
  const outputs = flags.includes('--push') ? [] : ['--output', `oci:${join(folder, 'out')}`];
  const ended = await slipwayOk([
    ...['build', source, '--base', 'scratch', '--platform', 'linux/amd64', '--cache-dir', cache],
    ...['--report', file, ...outputs, ...flags],
  ]);
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  validateReport(report);
  return { report, ended };
}

/** What a build of the branch says against main built again; no limit holds, so that the run passes whatever grew. */
export async function againstMain(
  change: Change,
  folder = '.',
  ...flags: readonly string[]
): Promise<{ readonly report: Report; readonly size: SizeReport; readonly ended: Ended }> {
  const { report, ended } = await built(
    change,
    join(change.root, folder),
    ...['--baseline', 'rebuild:main', ...flags],
  );
  const { size } = report;
  assert.ok(size !== undefined, report.notices.join('\n'));
  assert.deepEqual([size.baseline.kind, size.baseline.commit], ['rebuild', change.base]);
  return { report, size, ended };
}

/** What a plain build of main's last commit says, in another folder. */
export async function plainMain(change: Change, folder = '.', ...flags: readonly string[]): Promise<Report> {
  const tree = join(await folderOf(change.ends), 'main');
  await git(change.root, 'worktree', 'add', '--quiet', '--detach', tree, change.base);
  return (await built(change, join(tree, folder), ...flags)).report;
}

/** The image of a target; of the only one where none is named. */
export function imageIn({ targets }: Pick<Report, 'targets'>, target?: string): ImageReport {
  const found = target === undefined ? targets[0] : targets.find(({ name }) => name === target);
  const [image] = found?.images ?? [];
  assert.ok(image !== undefined, `an image of ${target}`);
  return image;
}

type Sized = SizeReport['targets'][number]['images'][number];

export function sizedIn({ targets }: SizeReport, target?: string): Sized {
  const found = target === undefined ? targets[0] : targets.find(({ name }) => name === target);
  const [image] = found?.images ?? [];
  assert.ok(image !== undefined, `sizes of ${target}`);
  return image;
}

/** Holds what was said of an image against the reports of two plain builds, byte by byte. */
export function assertTrue(said: Sized, before: ImageReport, after: ImageReport): void {
  const both = (of: (image: ImageReport) => number | undefined) => ({ before: of(before), after: of(after) });
  assert.deepEqual(
    said.diskBytes,
    both(({ diskBytes }) => diskBytes),
  );
  assert.deepEqual(
    said.pullBytes,
    both(({ pullBytes }) => pullBytes),
  );
  assert.deepEqual(
    said.fileBytes,
    both(({ executable }) => executable.bytes),
  );
  const [old, now] = [before, after].map(packagesOf);
  assert.ok(old !== undefined && now !== undefined);
  const paths = new Set([...old.keys(), ...now.keys()]);
  const differing = [...paths].filter((path) => old.get(path) !== now.get(path));
  assert.deepEqual(said.packages.map(({ path }) => path).toSorted(), differing.toSorted());
  for (const each of said.packages) {
    assert.deepEqual(
      [each.before, each.after],
      [old.get(each.path) ?? 0, now.get(each.path) ?? 0],
      each.path,
    );
  }
  const packages = said.packages.reduce((sum, each) => sum + each.after - each.before, 0);
  const rest = restOf(after) - restOf(before);
  assert.equal(packages + rest, after.executable.bytes - before.executable.bytes);
}

/** By import path; with what belongs to no package they are the file. */
function packagesOf(image: ImageReport): Map<string, number> {
  const { attribution, executable } = image;
  assert.ok(attribution !== undefined);
  const sum = attribution.packages.reduce((total, { bytes }) => total + bytes, 0);
  assert.equal(sum + restOf(image), executable.bytes);
  return new Map(attribution.packages.map(({ path, bytes }) => [path, bytes]));
}

function restOf({ attribution }: ImageReport): number {
  const rest = [...(attribution?.structures ?? []), ...(attribution?.unattributed ?? [])];
  return rest.reduce((total, { bytes }) => total + bytes, 0);
}
