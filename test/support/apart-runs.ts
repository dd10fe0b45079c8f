import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildCommand } from '../../src/commands/build.ts';
import type { Report } from '../../src/report/model.ts';
import type { ApartPart, SizeReport } from '../../src/report/size-report.ts';
import { readFlags } from '../../src/request/flags.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { type Machine, machine, portsOf, type WatchedPorts } from './build-run.ts';
import { go, goVersion } from './go-programs.ts';
import { type Changes, checkOutRef, type Upstream, upstreamWith } from './pull-request.ts';
import { validateReport } from './report-schema.ts';
import { folderOf } from './temporary.ts';
import { git } from './workspace.ts';

interface Ends {
  after(action: () => unknown): void;
}

/** Newer than the tests' own. */
export const newerGo = 'go1.27.1';

/** A machine as runners are: one Go on PATH, and in the tool cache that one and others, which the go command fetches. */
export async function machineWith(ends: Ends, ...versions: readonly string[]): Promise<Machine> {
  const cache = await folderOf(ends);
  for (const version of [goVersion(), ...versions]) {
    const goroot = go(['env', 'GOROOT'], { GOTOOLCHAIN: version }).trim();
    const place = join(cache, 'go', version.slice(2));
    await mkdir(place, { recursive: true });
    await symlink(goroot, join(place, 'x64'));
    await writeFile(join(place, 'x64.complete'), '');
  }
  return machine(ends, { RUNNER_TOOL_CACHE: cache });
}

/** A run, with what its ports saw. */
export interface ApartRun {
  readonly report: Report;
  readonly ports: WatchedPorts;
}

/** `slipway build` of a folder, for one platform on an empty base. @param asked flags, and what only entries ask for */
export async function run(
  ends: Ends,
  place: Machine,
  source: string,
  ...asked: readonly (string | Partial<BuildRequest>)[]
): Promise<ApartRun> {
  const { env, cacheDirectory } = place;
  const flags = asked.filter((each) => typeof each === 'string');
  const more = asked.filter((each) => typeof each !== 'string');
  const platforms = flags.includes('--platform') ? [] : ['--platform', 'linux/amd64'];
  const output = flags.includes('--push') ? [] : ['--output', `oci:${join(await folderOf(ends), 'out')}`];
  const argv = ['.', '--base', 'scratch', '--cache-dir', cacheDirectory, ...platforms, ...output, ...flags];
  const host = { cwd: source, env, os: process.platform };
  const read = readFlags('build', argv);
  const request = Object.assign({}, await buildRequest(read, host), ...more);
  const ports = portsOf(place);
  const answer = await buildCommand({ request, flags: read, host }, ports);
  assert.equal(answer.kind, 'report');
  assert.ok(answer.kind === 'report');
  if (answer.report.size !== undefined) validateReport(answer.report.size, 'size');
  return { report: answer.report, ports };
}

/** A pull request that is checked out. */
export interface Checkout extends Upstream {
  readonly checkout: string;
}

export async function pullRequest(ends: Ends, changes: Changes): Promise<Checkout> {
  const upstream = await upstreamWith(ends, changes);
  return { ...upstream, checkout: await checkOutRef(ends, upstream, 'refs/heads/feature') };
}

/** What a plain build of a commit weighs, checked out by hand, with flags of the test's choice: by target. */
export async function weighs(
  ends: Ends,
  place: Machine,
  { url }: Pick<Upstream, 'url'>,
  commit: string,
  ...flags: readonly string[]
): Promise<Readonly<Record<string, readonly [disk: number, pull: number, file: number]>>> {
  const clone = await folderOf(ends);
  await git(clone, 'init', '--quiet');
  await git(clone, 'fetch', '--quiet', '--no-tags', url, commit);
  await git(clone, 'checkout', '--quiet', '--detach', commit);
  const { report } = await run(ends, place, clone, ...flags);
  return Object.fromEntries(
    report.targets.map(({ name, images: [image] }) => {
      assert.ok(image?.diskBytes !== undefined && image.pullBytes !== undefined);
      return [name, [image.diskBytes, image.pullBytes, image.executable.bytes]];
    }),
  );
}

/** The parts of a target: what made them, and bytes before and after on disk, to pull and of the file. */
export function partsOf(
  { apart = [] }: SizeReport,
  target: string,
): [ApartPart['what'], number[], number[]][] {
  return apart.flatMap(({ what, images }) =>
    images
      .filter((image) => image.target === target)
      .map(({ diskBytes, pullBytes, fileBytes }): [ApartPart['what'], number[], number[]] => {
        const all = [diskBytes, pullBytes, fileBytes];
        return [what, all.map((each) => each?.before ?? -1), all.map((each) => each?.after ?? -1)];
      }),
  );
}

/** How many commits were checked out. */
export function checkoutsOf({ ports }: ApartRun): number {
  return ports.commands.filter(({ args }) => args.includes('reset') && args.includes('--hard')).length;
}

export function sizeIn({ report }: ApartRun): SizeReport {
  assert.ok(report.size !== undefined, report.notices.join('\n'));
  return report.size;
}
