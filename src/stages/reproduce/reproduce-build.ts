import { chmod, mkdir, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { storeFolders } from '../../cache/folders.ts';
import { openBlobStore } from '../../cache/local-store.ts';
import type { Report } from '../../report/model.ts';
import type { TimedBuild } from '../../report/reproduction/reproduction.ts';
import type { AskedRun } from '../../request/baseline-request.ts';
import { cleanRequest } from '../../request/reproduce-request.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { makeWorkFolder } from '../../support/files.ts';
import { isAlive } from '../../support/processes.ts';
import { toolchainFolder } from '../../toolchain/tool-cache.ts';
import type { Ports } from '../ports.ts';
import type { Build } from '../sizes/base-builds.ts';
import { rounded } from '../stopwatch.ts';
import type { Arranged, Way } from './reproduce-ways.ts';

/** A build from nothing, and where its results lie until the work folder goes. */
export interface CleanBuild extends Pick<Arranged, 'paths' | 'users'> {
  readonly built: TimedBuild;
  readonly report: Report;
  /** Of what it wrote: layouts in `layout`, bare files in `bin`, as --output has them. */
  readonly results: string;
  /** When it began and ended, in seconds since 1970, by the system's clock and by its own. */
  readonly times: readonly number[];
}

/**
 * Does work in a folder for builds from nothing, which nobody else has, and which is gone afterwards, also when interrupted: in the cache
 * folder, where there is room for builds, or among temporary files where that lies in the source.
 */
export async function withReproduceFolder<T>(
  { cacheDirectory, source }: AskedRun['request'],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(cacheDirectory, { recursive: true });
  const cache = await realpath(cacheDirectory);
  const inSource = source.kind === 'directory' && isInside(cache, await realpath(source.directory));
  const parent = inSource ? await realpath(tmpdir()) : join(cache, storeFolders.reproduce);
  if (!inSource) await removeAbandoned(parent);
  const folder = await makeWorkFolder(parent, 'slipway-reproduce');
  // It holds a copy of the source.
  await chmod(folder, 0o700);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What a killed run left; the process that made a work folder is in its name. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch((): string[] => [])) {
    const [, pid] = /^slipway-reproduce-(\d+)-[0-9a-f]+$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

/**
 * Builds a request from nothing, in one of the ways.
 * @param work the folder of {@link withReproduceFolder}
 * @throws SlipwayError as the build, naming the way; E_VERIFY where a check refuses what was built
 */
export async function buildClean(
  way: Way,
  run: AskedRun,
  work: string,
  ports: Ports,
  build: Build,
): Promise<CleanBuild> {
  ports.progress({ kind: 'notice', text: `building ${way.name}, from nothing` });
  const folder = join(work, way.name);
  const place = { folder, goCache: join(folder, 'go-build'), cacheDirectory: join(folder, 'cache') };
  const results = join(folder, 'results');
  for (const made of [place.goCache, place.cacheDirectory, results]) await mkdir(made, { recursive: true });
  await shareToolchains(run.request.cacheDirectory, place.cacheDirectory);
  const own = ports.umask?.(0o077) ?? 0o022;
  const umask = way.umask?.(own) ?? own;
  ports.umask?.(umask);
  try {
    const arranged = await way.arrange(run, place, ports, umask).catch((error: unknown) => {
      throw asSlipwayError(error);
    });
    const clocks = [ports.clock, arranged.ports.clock];
    const began = ports.clock.seconds();
    const started = clocks.map(({ now }) => Math.floor(now() / 1000));
    const report = await builtThere(run, { ...place, results }, arranged, build);
    return {
      built: { ...arranged.side, seconds: rounded(ports.clock.seconds() - began) },
      report,
      results,
      times: [...started, ...clocks.map(({ now }) => Math.ceil(now() / 1000))],
      paths: arranged.paths,
      users: arranged.users,
    };
  } finally {
    ports.umask?.(own);
  }
}

/** A Go that was fetched is known by its digest, and is no part of what may be built anew. */
async function shareToolchains(from: string, to: string): Promise<void> {
  const there = toolchainFolder(from);
  await mkdir(there, { recursive: true });
  await symlink(await realpath(there), toolchainFolder(to), 'junction');
}

async function builtThere(
  run: AskedRun,
  { cacheDirectory, results }: { readonly cacheDirectory: string; readonly results: string },
  { side, ports, moved, vary }: Arranged,
  build: Build,
): Promise<Report> {
  const { source } = run.request;
  const told = (text: string): string =>
    source.kind === 'directory' ? text.replaceAll(moved(source.directory), source.directory) : text;
  try {
    const request = vary(await cleanRequest(run, { moved, scratch: results, cacheDirectory }));
    const store = openBlobStore(cacheDirectory);
    const report = await build(request, { ...ports, store, progress: () => {} });
    if (report.outcome !== 'fail') return report;
    const refused = report.verdicts.filter(
      ({ status, severity }) => status === 'fail' && severity === 'block',
    );
    const why = refused.map(({ check, subject, detail }) => `${check} (${subject}): ${detail}`);
    throw new SlipwayError('E_VERIFY', why.join('\n'));
  } catch (error) {
    if (!(error instanceof SlipwayError) || ports.signal.aborted) throw error;
    const { code, message, hint, cause } = error;
    const why = `the build ${side.name}, from nothing, cannot be compared: ${told(message)}`;
    throw new SlipwayError(code, why, { cause, ...(hint !== undefined && { hint: told(hint) }) });
  }
}
