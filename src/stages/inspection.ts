import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BuildDirectory } from '../binary/build-paths.ts';
import { checkExecutable } from '../binary/check.ts';
import { type ExecutableFacts, inspectExecutable } from '../binary/executable.ts';
import type { BuiltTarget } from '../gobuild/build.ts';
import type { Executable } from '../gobuild/compile.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { Base } from '../image/base/base.ts';
import { formatPlatform } from '../request/platform.ts';
import { settleAll } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import { sha256File } from '../support/hashing.ts';
import type { Verdict } from '../verify/verdict.ts';
import { slipwayVersion } from '../version.ts';
import { baseKey } from './bases.ts';
import type { Ports } from './ports.ts';

export interface InspectedExecutable extends Executable {
  readonly facts: ExecutableFacts;
}

export interface InspectedTarget extends Omit<BuiltTarget, 'executables'> {
  readonly base: Base;
  readonly executables: readonly InspectedExecutable[];
}

/** Reads every program and checks that it is what was asked for and can start on its base. */
export async function inspectTargets(
  targets: readonly BuiltTarget[],
  bases: ReadonlyMap<string, Base>,
  origin: Origin,
  ports: Ports,
): Promise<{ targets: InspectedTarget[]; verdicts: Verdict[] }> {
  const all = await settleAll(
    targets.map((target) => {
      const base = bases.get(baseKey(target.settings));
      if (base === undefined) throw new SlipwayError('E_INTERNAL', `no base was made for ${target.name}`);
      return inspectTarget(target, base, origin, ports);
    }),
  );
  return { targets: all.map(({ target }) => target), verdicts: all.flatMap(({ verdicts }) => verdicts) };
}

async function inspectTarget(
  target: BuiltTarget,
  base: Base,
  origin: Origin,
  ports: Ports,
): Promise<{ target: InspectedTarget; verdicts: Verdict[] }> {
  const executables = await settleAll(
    target.executables.map(async (executable) => ({
      ...executable,
      facts: await factsOf(executable, origin, ports),
    })),
  );
  const verdicts = executables.flatMap(({ platform, facts }) =>
    checkExecutable(facts, {
      subject: `${target.name} (${formatPlatform(platform)})`,
      platform,
      base: platform.os === 'linux' ? { reference: base.reference, files: base.files } : undefined,
      goVersion: origin.toolchain.version,
      importPath: target.importPath,
      modulePath: target.module.Path,
      cgo: target.settings.cgo,
    }),
  );
  return { target: { ...target, base, executables }, verdicts };
}

/** Facts follow from the file's bytes and the folders searched for, so they are remembered by both. */
async function factsOf(executable: Executable, origin: Origin, ports: Ports): Promise<ExecutableFacts> {
  const directories = buildDirectories(origin, ports, dirname(executable.path));
  const searched = createHash('sha256').update(JSON.stringify(directories)).digest('hex');
  const key = `facts ${slipwayVersion} ${executable.digest} ${searched}`;
  const known = (await ports.store.recall(key)) as ExecutableFacts | undefined;
  if (known !== undefined) return known;
  const { digest } = await sha256File(executable.path);
  if (digest !== executable.digest) {
    throw new SlipwayError('E_IO', `${executable.path} changed since it was linked: ${digest}`, {
      hint: 'run again; if it happens again, something else writes to the cache folder',
    });
  }
  const facts = inspectExecutable(executable.path, directories);
  await ports.store.remember(key, facts);
  return facts;
}

/** The machine's folders that have no business in a program. */
function buildDirectories(origin: Origin, ports: Ports, output: string): BuildDirectory[] {
  const { go, source } = origin;
  const all: readonly (readonly [string, string | undefined])[] = [
    ['the source folder', source.directory],
    ['GOROOT', go.goroot],
    ['GOMODCACHE', go.moduleCache],
    ['GOCACHE', go.buildCache],
    ["Slipway's cache", output],
    ['HOME', ports.env['HOME']],
    ['TMPDIR', ports.env['TMPDIR'] ?? '/tmp'],
  ];
  return all.flatMap(([name, path]) =>
    path === undefined || path === ''
      ? []
      : [...new Set([path, realPath(path)])].map((one) => ({ name, path: one })),
  );
}

/** A folder's name without symlinks, as the go command may write it; the name itself when it does not exist. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
