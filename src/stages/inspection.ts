import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BuildDirectory } from '../binary/build-paths.ts';
import { checkExecutable } from '../binary/checks/check.ts';
import { type ExecutableFacts, inspectExecutable } from '../binary/executable.ts';
import type { BuiltTarget } from '../gobuild/build.ts';
import { findCgoCause } from '../gobuild/cgo-cause.ts';
import type { Executable } from '../gobuild/compile.ts';
import type { Origin } from '../gobuild/origin.ts';
import type { Base } from '../image/base/base.ts';
import { withContents } from '../image/base/contents.ts';
import { checkBaseFiles } from '../image/base/risks.ts';
import { baseReport } from '../report/build-report.ts';
import type { BaseReport } from '../report/model.ts';
import { formatBase } from '../request/base.ts';
import { formatPlatform } from '../request/platform.ts';
import { oncePer, settleAll } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import { sha256File } from '../support/hashing.ts';
import type { Verdict } from '../verify/verdict.ts';
import { slipwayVersion } from '../version.ts';
import { baseFor } from './bases.ts';
import type { Bases } from './foreign-bases.ts';
import type { PackOutcome } from './pack/packing.ts';
import type { Ports } from './ports.ts';
import type { Programs } from './programs.ts';

export interface InspectedExecutable extends Executable {
  readonly facts: ExecutableFacts;
  /** What its image stands on; undefined for a bare file whose base nobody needed. */
  readonly base: Base | undefined;
  /** What was decided about packing it; absent where that is not asked for. */
  readonly pack?: PackOutcome;
}

export interface InspectedTarget extends Omit<BuiltTarget, 'executables'> {
  /** As it is told; platforms of an image of others have one index. */
  readonly base: BaseReport;
  readonly executables: readonly InspectedExecutable[];
}

/** Looks into every program and checks that it is what was asked for and can start on its base. */
export async function inspectTargets(
  { targets, read }: Pick<Programs, 'targets' | 'read'>,
  bases: Bases,
  origin: Origin,
  ports: Ports,
): Promise<{ targets: InspectedTarget[]; verdicts: Verdict[] }> {
  const look = oncePer(
    (base: Base) => `${base.reference} ${base.foreign?.manifest.digest}`,
    (base) => withContents(base, ports.store),
  );
  const all = await settleAll(
    targets.map((target) => inspectTarget(target, { read, bases, look, origin, ports })),
  );
  return { targets: all.map(({ target }) => target), verdicts: all.flatMap(({ verdicts }) => verdicts) };
}

interface Inspection {
  readonly read: boolean;
  readonly bases: Bases;
  /** Looks into a base's layers, once for all that ask. */
  readonly look: (base: Base) => Promise<Base>;
  readonly origin: Origin;
  readonly ports: Ports;
}

async function inspectTarget(
  target: BuiltTarget,
  inspection: Inspection,
): Promise<{ target: InspectedTarget; verdicts: Verdict[] }> {
  const { read, origin, ports } = inspection;
  const executables = await settleAll(
    target.executables.map(async (executable) => {
      const facts = await factsOf(executable, read, origin, ports);
      return { ...executable, facts, base: await baseUnder(executable, facts, target, inspection) };
    }),
  );
  const verdicts = await settleAll(executables.map((executable) => judge(executable, target, origin)));
  const base = executables.find((executable) => executable.base !== undefined)?.base;
  const told = base === undefined ? { reference: formatBase(target.settings.base) } : baseReport(base);
  return { target: { ...target, base: told, executables }, verdicts: verdicts.flat() };
}

async function judge(
  { platform, facts, base }: InspectedExecutable,
  target: BuiltTarget,
  { toolchain, go, workspace: { directory } }: Origin,
): Promise<Verdict[]> {
  const subject = `${target.name} (${formatPlatform(platform)})`;
  const linux = platform.os === 'linux' ? base : undefined;
  const { cgo } = target.settings;
  const wanted = {
    subject,
    platform,
    base: linux,
    goVersion: toolchain.version,
    importPath: target.importPath,
    modulePath: target.module.Path,
    cgo,
  };
  const answers = checkExecutable(facts, wanted);
  // Who brought C in is asked only where it keeps a program from starting.
  const isRefused = answers.some(({ check, status }) => check === 'binary/static' && status === 'fail');
  const told =
    isRefused && cgo
      ? checkExecutable(facts, {
          ...wanted,
          cgoCause: await findCgoCause({ go: go.command, directory }, target, platform),
        })
      : answers;
  return [...told, ...(linux === undefined ? [] : checkBaseFiles(linux, subject))];
}

/** The base of a program; one that asks for an interpreter or libraries needs to know what its base holds. */
async function baseUnder(
  { platform }: Executable,
  { elf }: ExecutableFacts,
  { settings }: BuiltTarget,
  { bases, look }: Inspection,
): Promise<Base | undefined> {
  const base = baseFor(settings, platform, bases);
  const asks = elf !== undefined && (elf.interpreter !== undefined || elf.neededLibraries.length > 0);
  return base !== undefined && asks ? look(base) : base;
}

/** Raise it when facts get another shape. */
const factsFormat = 4;

/** Facts follow from the file's bytes and the folders searched for, so they are remembered by both. */
async function factsOf(
  executable: Executable,
  read: boolean,
  origin: Origin,
  ports: Ports,
): Promise<ExecutableFacts> {
  const directories = buildDirectories(origin, ports, dirname(executable.path));
  const searched = createHash('sha256').update(JSON.stringify(directories)).digest('hex');
  const key = `facts ${factsFormat} ${slipwayVersion} ${executable.digest} ${searched}`;
  const known = (await ports.store.recall(key)) as ExecutableFacts | undefined;
  if (known !== undefined) return known;
  const digest = read ? executable.digest : (await sha256File(executable.path)).digest;
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
