import { join } from 'node:path';
import { openBlobStore } from '../../cache/local-store.ts';
import type { ExplainContext } from '../../difference/difference.ts';
import type { Reproduced, Reproduction } from '../../report/reproduction/reproduction.ts';
import { formatAgainst } from '../../request/against.ts';
import type { ReproduceRequest } from '../../request/reproduce-request.ts';
import { outcomeOf } from '../../verify/verdict.ts';
import { slipwayVersion } from '../../version.ts';
import type { Ports } from '../ports.ts';
import type { Build } from '../sizes/base-builds.ts';
import { openBefore } from './reproduce-against.ts';
import { buildClean, type CleanBuild, withReproduceFolder } from './reproduce-build.ts';
import { compareSides } from './reproduce-compare.ts';
import { type Side, sideOfBuild, writtenResults } from './reproduce-sides.ts';
import { reproduceVerdicts } from './reproduce-verdicts.ts';
import { elsewhere, here, sharedOf, type Way, withEngine } from './reproduce-ways.ts';

/** The ways of a comparison of two builds. */
const bothWays: readonly [Way, Way] = [here, elsewhere];

/** With another engine for the second, the first has the one that this is not. */
function waysOf({ secondEngine }: Pick<ReproduceRequest, 'secondEngine'>): readonly [Way, Way] {
  if (secondEngine === undefined) return bothWays;
  const other = secondEngine === 'buildkit' ? 'embedded' : 'buildkit';
  return [withEngine(here, other), withEngine(elsewhere, secondEngine)];
}

/**
 * `slipway reproduce`: builds a request from nothing in two ways, or in one where it is held against what was built before, and compares
 * what came out. Nothing of the user's is written; what is made goes, also when interrupted.
 * @throws SlipwayError as the build; E_VERIFY where a check refuses what was built; E_CONFIG, E_BASE, E_REGISTRY … when what it is held
 *   against cannot be had; the signal's reason
 */
export function reproduce(request: ReproduceRequest, ports: Ports, build: Build): Promise<Reproduction> {
  return withReproduceFolder(request.request, async (work) => {
    const store = openBlobStore(join(work, 'compared'));
    const found = await (request.against === undefined
      ? builtTwice(request, work, { ...ports, store }, build)
      : builtOnce(request, request.against, work, { ...ports, store }, build));
    const { a, b, builds, go, notices } = found;
    const acrossEngines = request.secondEngine !== undefined;
    const how = { store, context: found.context, acrossEngines };
    const targets = await compareSides(a, b, how).finally(found.close);
    const sides = { a: a.name, b: b.name };
    const verdicts = reproduceVerdicts({ sides, targets });
    const of: Reproduced = { sides, builds, shared: sharedOf(request.request), targets };
    const told = { slipway: slipwayVersion, go, outcome: outcomeOf(verdicts) };
    const held = request.against && { against: formatAgainst(request.against) };
    return { subject: request.name, ...held, ...told, ...of, verdicts, notices };
  });
}

interface Found extends Pick<Reproduced, 'builds'> {
  readonly a: Side;
  readonly b: Side;
  readonly go: string;
  readonly context: ExplainContext;
  readonly notices: readonly string[];
  /** Ends what the sides are read over. */
  readonly close?: () => Promise<void>;
}

async function builtTwice(
  request: ReproduceRequest,
  work: string,
  ports: Ports,
  build: Build,
): Promise<Found> {
  const [first, second] = waysOf(request);
  const a = await buildClean(first, request, work, ports, build);
  const b = await buildClean(second, request, work, ports, build);
  const results = writtenResults(ports.store);
  return {
    a: sideOfBuild(first.name, a.report, results),
    b: sideOfBuild(second.name, b.report, results),
    builds: [a.built, b.built],
    go: b.report.toolchain.go,
    context: contextOf(a, b),
    notices: noticesOf(work, a, b),
  };
}

async function builtOnce(
  request: ReproduceRequest,
  against: NonNullable<ReproduceRequest['against']>,
  work: string,
  ports: Ports,
  build: Build,
): Promise<Found> {
  // What cannot be had is known before anything is compiled.
  const before = await openBefore(against, request.request, ports);
  try {
    const b = await buildClean(elsewhere, request, work, ports, build);
    const { platforms, target } = request.flags.values;
    const now = sideOfBuild('now', b.report, writtenResults(ports.store));
    const both = before.of(now, (platforms ?? target) !== undefined);
    return {
      ...{ a: both.a, b: both.b, close: before.close },
      builds: [{ ...b.built, name: now.name }],
      go: b.report.toolchain.go,
      context: contextOf(undefined, b),
      notices: [...both.notices, ...noticesOf(work, b)],
    };
  } catch (error) {
    await before.close();
    throw error;
  }
}

/** What is known to be other in the two builds. */
export function contextOf(
  a: Pick<CleanBuild, 'paths' | 'users' | 'times'> | undefined,
  b: Pick<CleanBuild, 'paths' | 'users' | 'times'>,
): ExplainContext {
  return {
    paths: { a: a?.paths ?? [], b: b.paths },
    users: { a: a?.users ?? [], b: b.users },
    times: { a: a?.times ?? [], b: b.times },
  };
}

/** Each once; what is about a folder that is gone by now is nobody's business. */
function noticesOf(work: string, ...builds: readonly CleanBuild[]): string[] {
  const all = builds.flatMap(({ report }) => report.notices.filter((text) => !text.includes(work)));
  return [...new Set(all)];
}
