import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '../../image/json.ts';
import { formatShard, formatUnit, shardsOf, type Unit, unitsOf } from '../../request/shard.ts';
import { SlipwayError } from '../../support/errors.ts';
import { sha256 } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import { type FoundShards, nameOf, type ShardFolder } from './read.ts';
import type { ShardRecord, ShardTarget } from './record.ts';

/** All shards of one build, in their order. */
export interface ShardSet {
  readonly shards: readonly ShardFolder[];
  readonly plan: ShardRecord['plan'];
}

/**
 * Whether these are all shards of one build, each once.
 * @throws SlipwayError E_CONFIG that names what is missing, there twice, or of another build, with what differs
 */
export function completeSet({ whole, refused }: FoundShards): ShardSet {
  const shards = whole.toSorted((a, b) => a.record.shard.index - b.record.shard.index);
  const [first] = shards;
  if (first === undefined) {
    const all = refused.map(({ folder }) => folder).join(', ');
    throw fault(`there is no whole shard: those in ${all} were refused`, 'see their report.json');
  }
  const { plan, shard } = first.record;
  for (const [at, each] of shards.entries()) {
    checkOwn(each);
    if (each !== first) checkSame(first, each, shards.slice(0, at));
  }
  const twice = shards.find(({ record }, at) => shards[at - 1]?.record.shard.index === record.shard.index);
  if (twice !== undefined) {
    const all = shards.filter(({ record }) => record.shard.index === twice.record.shard.index);
    const places = all.map(({ folder }) => folder).join(' and ');
    throw fault(
      `shard ${formatShard(twice.record.shard)} is there twice: ${places}`,
      'leave one of them out',
    );
  }
  const there = new Set(shards.map(({ record }) => record.shard.index));
  const missing = shardsOf(unitsOf(plan.targets), shard.of).filter(({ index }) => !there.has(index));
  if (missing.length === 0) return { shards, plan };
  const lines = missing.map(({ units, ...one }) => {
    const has = units.length === 0 ? 'nothing to do' : units.map(formatUnit).join(', ');
    const failed = refused.find(({ index, of }) => index === one.index && of === one.of);
    const where = failed === undefined ? 'is missing' : `was refused (${failed.folder}/report.json says why)`;
    return `shard ${formatShard(one)} ${where}: it has ${has}`;
  });
  const again = missing.length === 1 ? 'it' : 'them';
  const mend = refused.length > 0 ? 'mend what was refused and build all again; what is only missing: ' : '';
  throw fault(
    lines.join('\n'),
    `${mend}run ${again} again, and merge all; the others need not be built again`,
  );
}

/** A record has the units of its shard, and a plan that is what its digest says. */
function checkOwn(one: ShardFolder): void {
  const { slipway, shard, plan, targets } = one.record;
  if (slipway !== slipwayVersion) {
    const what = `${nameOf(one)} was built by slipway ${slipway}, and this is ${slipwayVersion}`;
    throw fault(what, 'merge with the slipway that built the shards');
  }
  const units = unitsOf(plan.targets);
  const own = shardsOf(units, shard.of)[shard.index - 1]?.units ?? [];
  const has: readonly Unit[] = unitsOf(
    targets.map(({ name, programs }) => ({ name, platforms: programs.map(({ platform }) => platform) })),
  );
  const digest = sha256(canonicalJson({ units: units.map(formatUnit), of: shard.of, facts: plan.facts }));
  if (isDeepStrictEqual(own.map(formatUnit), has.map(formatUnit)) && digest === plan.digest) return;
  throw fault(
    `${nameOf(one)} does not have what its plan says`,
    'it was changed since it was built: run it again',
  );
}

function checkSame(first: ShardFolder, other: ShardFolder, before: readonly ShardFolder[]): void {
  const plans = differentPlans(first.record, other.record);
  const differences = [...plans, ...differentBases(before, other.record)];
  if (differences.length === 0) return;
  const shown = differences.slice(0, mostShown);
  const more = differences.length - shown.length;
  const lines = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `  ${line}`);
  throw fault(
    `${nameOf(other)} is of another build than ${nameOf(first)}:\n${lines.join('\n')}`,
    'build all shards of one commit, with one Slipway and the same settings; what tags of bases name is pinned by slipway lock',
  );
}

const mostShown = 8;

function differentPlans(a: ShardRecord, b: ShardRecord): string[] {
  if (a.shard.of !== b.shard.of) return [`it is one of ${b.shard.of} shards, and not of ${a.shard.of}`];
  if (a.plan.digest === b.plan.digest && isDeepStrictEqual(a.plan.targets, b.plan.targets)) return [];
  const names = new Set([...Object.keys(a.plan.facts), ...Object.keys(b.plan.facts)]);
  const facts = [...names].flatMap((name) => {
    const [mine, theirs] = [b.plan.facts[name] ?? 'none', a.plan.facts[name] ?? 'none'];
    return mine === theirs ? [] : [`${short(name)}: ${short(mine)}, and not ${short(theirs)}`];
  });
  const [units, others] = [a, b].map(({ plan }) => new Set(unitsOf(plan.targets).map(formatUnit)));
  const only = (one = new Set<string>(), other = new Set<string>()) =>
    [...one].filter((unit) => !other.has(unit));
  return [
    ...facts,
    ...only(others, units).map((unit) => `${unit}: only there is it built`),
    ...only(units, others).map((unit) => `${unit}: it is not built there`),
    ...(facts.length === 0 ? ['the order of its targets'] : []),
  ];
}

/** What differs may be as long as somebody made it. */
function short(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

/** A base that a tag names may have changed between two shards. */
function differentBases(before: readonly ShardFolder[], { targets }: ShardRecord): string[] {
  return targets.flatMap((target) => {
    const mine = baseOf(target);
    const others = before.flatMap(({ record }) => record.targets.filter(({ name }) => name === target.name));
    const theirs = others.map(baseOf).find((one) => one !== undefined && one !== mine);
    return mine === undefined || theirs === undefined
      ? []
      : [`${target.name}: base ${mine}, and not ${theirs}`];
  });
}

/** Undefined where none was needed. */
function baseOf({ base }: ShardTarget): string | undefined {
  return base.digest && `${base.reference} ${base.digest}`;
}

function fault(message: string, hint: string): SlipwayError {
  return new SlipwayError('E_CONFIG', message, { hint });
}
