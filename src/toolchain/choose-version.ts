import { SlipwayError } from '../support/errors.ts';
import type { Wanted } from './go-specification.ts';
import { compareGoVersions, isRelease, languageVersion } from './go-version.ts';
import { listVersions } from './module-proxy.ts';
import { nearestAmong } from './nearest.ts';
import type { Resolving } from './resolving.ts';
import { toolchainModule, toolchainsFor } from './toolchain-module.ts';
import { newestInRange, newestPatch, newestStable } from './version-range.ts';

/** A toolchain's name that fits what is wanted. */
export interface Choice {
  readonly version: string;
  readonly pinned: boolean;
  readonly notices: readonly string[];
}

type Open = Exclude<Wanted, { kind: 'exact' | 'url' }>;
type Pick = (toolchains: readonly string[]) => string | undefined;

/** The first line of Go whose toolchains are modules; older go lines are served by its newest patch. */
const firstLine = '1.21';

/**
 * Chooses the version for a minimum, a range, `stable` or `oldstable`. A minimum is content with the Go on PATH, else with the
 * newest patch of its line on this machine; a range with the newest on this machine that fits. When there is none, when the
 * newest is to be looked up (`checkLatest`), and for `stable` and `oldstable`: the newest fitting version that the module
 * proxy lists; without the list, the newest that is on this machine.
 * @throws SlipwayError E_TOOLCHAIN when nothing fits; E_NETWORK or E_AUTH when there is no list and nothing here fits
 */
export async function chooseVersion(wanted: Open, resolving: Resolving): Promise<Choice> {
  const pick = pickFor(wanted);
  const enough = await enoughHere(wanted, pick, resolving);
  if (enough !== undefined) return enough;
  const listed = await listToolchains(resolving);
  if ('failure' in listed) return chooseHere(wanted, pick, listed.failure, resolving);
  const version = pick(listed.toolchains);
  if (version === undefined) throw nothingFits(wanted, listed.toolchains);
  return { version, pinned: false, notices: explain(version, wanted) };
}

/** What is on this machine, where that will do without a look at what there is elsewhere. */
async function enoughHere(wanted: Open, pick: Pick, resolving: Resolving): Promise<Choice | undefined> {
  if (wanted.kind !== 'minimum' && wanted.kind !== 'range') return undefined;
  const only = wanted.kind === 'minimum' && wanted.localOnly === true;
  if (wanted.checkLatest === true && !only) return undefined;
  const onPath = fittingOnPath(wanted, resolving);
  if (onPath !== undefined) return unpinned(onPath, notPinned(onPath, wanted));
  if (only) throw localOnly(wanted, resolving.local?.name);
  const version = pick(await onThisMachine(resolving));
  const why = resolving.ports.offline ? 'offline' : 'newer ones are looked up with --check-latest';
  return version === undefined ? undefined : unpinned(version, newestHere(version, wanted, why));
}

function unpinned(version: string, notice: string): Choice {
  return { version, pinned: false, notices: [notice] };
}

function fittingOnPath(wanted: Open, { local }: Resolving): string | undefined {
  if (wanted.kind !== 'minimum' || local === undefined) return undefined;
  return compareGoVersions(local.version, wanted.version) >= 0 ? local.name : undefined;
}

async function onThisMachine({ local, runnerTools, cached }: Resolving): Promise<string[]> {
  const names = [
    ...(await runnerTools()).map(({ name }) => name),
    ...(await cached()).map((entry) => entry.version),
  ];
  return local === undefined ? names : [local.name, ...names];
}

function pickFor(wanted: Open): Pick {
  if (wanted.kind === 'range') return (toolchains) => newestInRange(wanted.range, toolchains);
  if (wanted.kind !== 'minimum') return (toolchains) => newestStable(wanted.kind, toolchains);
  const { version } = wanted;
  const line = compareGoVersions(version, firstLine) < 0 ? firstLine : languageVersion(version);
  return (toolchains) => {
    const candidate = `go${version}`;
    const before = !isRelease(version) && toolchains.includes(candidate) ? candidate : undefined;
    return newestPatch(line, version, toolchains) ?? before;
  };
}

async function listToolchains({
  ports,
  access,
}: Resolving): Promise<{ toolchains: string[] } | { failure: unknown }> {
  if (ports.offline) return { failure: undefined };
  try {
    const answer = await listVersions(access, toolchainModule);
    if ('found' in answer) return { toolchains: toolchainsFor(ports.host, answer.found) };
    return {
      failure: new SlipwayError('E_TOOLCHAIN', `the versions of Go cannot be listed: ${answer.missing}`, {
        hint: 'name an exact version, or a GOPROXY that has golang.org/toolchain',
      }),
    };
  } catch (failure) {
    if (ports.signal?.aborted) throw failure;
    return { failure };
  }
}

/** `oldstable` says nothing about what is on a machine: it is not guessed. */
async function chooseHere(wanted: Open, pick: Pick, failure: unknown, resolving: Resolving): Promise<Choice> {
  const here = await onThisMachine(resolving);
  const version = wanted.kind === 'oldstable' ? undefined : pick(here);
  const why = failure === undefined ? 'offline' : `the list of versions cannot be had (${textOf(failure)})`;
  if (version !== undefined) return unpinned(version, newestHere(version, wanted, why));
  const onPath = fittingOnPath(wanted, resolving);
  if (onPath !== undefined) return unpinned(onPath, `${notPinned(onPath, wanted)} (${why})`);
  throw failure ?? notHere(wanted, here);
}

function textOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

function describe(wanted: Open): string {
  if (wanted.kind === 'minimum') return `Go ${wanted.version} or newer (${wanted.askedBy})`;
  return `Go ${wanted.kind === 'range' ? wanted.range : wanted.kind} (${wanted.askedBy})`;
}

function toPin(wanted: Open): string {
  const isPublished = wanted.kind === 'minimum' && wanted.published === true;
  return isPublished ? '--go pins it' : 'A toolchain line in go.mod, or --go, pins it';
}

function notPinned(name: string, wanted: Open): string {
  return `${name} on PATH serves ${describe(wanted)}, but is not pinned: another machine may build with another. ${toPin(wanted)}`;
}

function newestHere(version: string, wanted: Open, why: string): string {
  if (wanted.kind !== 'minimum')
    return `${version} is the newest on this machine for ${describe(wanted)}: ${why}`;
  return `${version} serves ${describe(wanted)}: the newest patch of its line on this machine (${why}). ${toPin(wanted)}`;
}

function explain(version: string, wanted: Open): string[] {
  if (wanted.kind !== 'minimum') return [];
  const old = compareGoVersions(wanted.version, firstLine) < 0;
  const reason = old ? `no older Go than ${firstLine} can be fetched` : 'the newest patch of that line today';
  return [`${version} serves ${describe(wanted)}: ${reason}. ${toPin(wanted)}`];
}

function localOnly(wanted: Open, name: string | undefined): SlipwayError {
  const found = name === undefined ? 'there is no Go on PATH' : `the Go on PATH is ${name}`;
  return new SlipwayError('E_TOOLCHAIN', `${describe(wanted)} allows the Go on PATH only, and ${found}`, {
    hint: 'install a newer Go, or say which one to fetch with --go',
  });
}

function nothingFits(wanted: Open, toolchains: readonly string[]): SlipwayError {
  const wish = wanted.kind === 'minimum' ? wanted.version : undefined;
  return new SlipwayError('E_TOOLCHAIN', `no release of Go for this machine fits ${describe(wanted)}`, {
    hint: nearestAmong(wish, toolchains),
  });
}

function notHere(wanted: Open, here: readonly string[]): SlipwayError {
  const has = here.length === 0 ? 'no Go at all' : here.join(', ');
  return new SlipwayError('E_TOOLCHAIN', `nothing on this machine fits ${describe(wanted)}: it has ${has}`, {
    hint: `run once without --offline: it would be fetched as a version of ${toolchainModule}`,
  });
}
