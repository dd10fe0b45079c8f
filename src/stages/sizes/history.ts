import semver from 'semver';
import {
  type HistoryEntry,
  type HistoryQuestion,
  type SnapshotHistory,
  snapshotHistory,
} from '../../registry/snapshots/snapshot-history.ts';
import type { HistoryPoint } from '../../report/history/history.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Ports } from '../ports.ts';
import type { RunPorts } from '../registries.ts';
import { changesBetween, predecessorOf, type ReadEntry } from './history-changes.ts';
import { readPublished } from './published-snapshot.ts';

/** What repositories told of their images. */
export interface FoundHistory {
  /** From the oldest to the newest. */
  readonly points: readonly HistoryPoint[];
  /** What of it could not be read, for people. */
  readonly faults: readonly string[];
  /** Images without a snapshot, and what was not looked at. */
  readonly gaps: readonly string[];
}

type HistoryPorts = Pick<RunPorts, 'registry'> & Pick<Ports, 'store' | 'signal'>;

/**
 * What images of repositories weighed, by the snapshots beside them. Several repositories are the targets of one project: what is of
 * one commit or version is one point.
 * @throws SlipwayError E_REGISTRY when a repository cannot be asked; E_AUTH, E_NETWORK, E_IO
 */
export async function historyOf(
  repositories: readonly Repository[],
  question: HistoryQuestion,
  { registry, store, signal }: HistoryPorts,
): Promise<FoundHistory> {
  const points = new Map<string, HistoryPoint>();
  const faults: string[] = [];
  const gaps: string[] = [];
  for (const place of repositories) {
    const where = formatReference(place);
    const found = await snapshotHistory(place, question, { registry, store, signal });
    const read = found.entries.flatMap((entry) => readEntry(entry, where, faults));
    for (const point of pointsOf(read)) {
      const known = points.get(point.name);
      points.set(point.name, known === undefined ? point : joined(known, point));
    }
    gaps.push(...gapsOf(where, found));
    faults.push(...found.faults.map(({ message }) => `${where}: ${message}`));
  }
  const sorted = [...points.values()].toSorted(question.order === 'commit' ? newerFirst : higherFirst);
  return { points: sorted.toReversed(), faults, gaps };
}

/** One that cannot be read, such as one of a newer Slipway, takes nothing from the others. */
function readEntry({ tags, version, snapshot: found }: HistoryEntry, where: string, faults: string[]) {
  try {
    const snapshot = readPublished(found.content, `${where}:${tags[0] ?? ''}`);
    const name = version ?? snapshot.commit?.slice(0, 7) ?? tags[0] ?? found.image.slice(0, 19);
    return [{ name, version, snapshot }];
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    faults.push(error.message);
    return [];
  }
}

/** A release under its version, else a commit under its short name; of several images of one the first. */
function pointsOf(entries: readonly ReadEntry[]): HistoryPoint[] {
  const firsts = [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].toReversed();
  return firsts.map((entry) => {
    const before = predecessorOf(entry, firsts);
    const changes = before === undefined ? [] : changesBetween(before, entry);
    return { ...pointOf(entry), ...(changes.length > 0 && { changes }) };
  });
}

function pointOf({ name, version, snapshot: { commit, created, targets } }: ReadEntry): HistoryPoint {
  return {
    name,
    ...(commit !== undefined && { commit }),
    ...(created !== undefined && { created }),
    ...(version !== undefined && { isRelease: true }),
    targets: targets.flatMap(sizesOf),
  };
}

function sizesOf({ name, images }: SizeSnapshot['targets'][number]): HistoryPoint['targets'] {
  return images.map(({ platform, diskBytes, pullBytes }) => ({
    name,
    platform,
    ...(diskBytes !== undefined && { diskBytes }),
    ...(pullBytes !== undefined && { pullBytes }),
  }));
}

function joined(one: HistoryPoint, other: HistoryPoint): HistoryPoint {
  const changes = [...(one.changes ?? []), ...(other.changes ?? [])];
  return {
    ...one,
    targets: [...one.targets, ...other.targets],
    ...(changes.length > 0 && { changes }),
  };
}

/** By their commits' times; what is not known is older. */
function newerFirst(a: HistoryPoint, b: HistoryPoint): number {
  return timeOf(b) - timeOf(a) || 0;
}

function timeOf({ created = '' }: HistoryPoint): number {
  const time = Date.parse(created);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

/** What moves with a branch, then releases from the highest version down. */
function higherFirst(a: HistoryPoint, b: HistoryPoint): number {
  const [one, other] = [a.isRelease === true, b.isRelease === true];
  if (one && other) return semver.rcompare(a.name, b.name);
  return Number(one) - Number(other);
}

function gapsOf(name: string, { imagesWithout, leftOut }: SnapshotHistory): string[] {
  return [
    ...(imagesWithout === 0 ? [] : [`${name}: images without a size snapshot: ${imagesWithout}`]),
    ...(leftOut === 0 ? [] : [`${name}: there are ${leftOut} more that were not looked at`]),
  ];
}
