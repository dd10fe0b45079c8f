import semver from 'semver';
import type { Repository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { versionOf } from '../../tags/version.ts';
import { resolveIfThere } from '../manifests.ts';
import { listTags } from '../tags.ts';
import { type FoundSnapshot, fetchSnapshot, type SnapshotPorts } from './find-snapshot.ts';
import { type LocatedSnapshot, locateSnapshot } from './locate-snapshot.ts';
import { timeOf } from './snapshot-manifest.ts';

export interface HistoryQuestion {
  /** `version`: what moves, then releases from the highest version down. `commit`: commits too, from the newest down. */
  readonly order: 'version' | 'commit';
  /** Tags that move with a branch, such as `main`. */
  readonly moving?: readonly string[];
  /** How many snapshots are wanted; 50 by default. */
  readonly most?: number;
  /**
   * Of a branch its commits in full, the newest first: then tags of others are left alone, and of commits and releases no more are
   * asked than are wanted. Without them nobody knows which of many commits are new, and up to 500 tags are asked.
   */
  readonly commits?: readonly string[];
}

export interface SnapshotHistory {
  readonly entries: readonly HistoryEntry[];
  /** Images that were asked for a snapshot and have none. */
  readonly imagesWithout: number;
  /** Tags that were not looked at, and snapshots that were not brought: there is more than was wanted. */
  readonly leftOut: number;
  /** What of it could not be read, and why. */
  readonly faults: readonly SlipwayError[];
}

export interface HistoryEntry {
  /** Those of the image that were looked at: releases first. */
  readonly tags: readonly string[];
  /** The release's version, without `v`; undefined: none of the tags is one. */
  readonly version: string | undefined;
  readonly snapshot: FoundSnapshot;
}

interface NamedTag {
  readonly tag: string;
  readonly version: string | undefined;
}

/** An image with its tags, and what was found of it. */
interface Image {
  readonly digest: Digest;
  readonly tags: NamedTag[];
}

type Located = Image & { readonly located: LocatedSnapshot };

const usualMost = 50;
/** Each costs a request or three. */
const mostTags = 500;
const atOnce = 6;

/**
 * The size snapshots of a repository's images, found by their tags: releases, what moves with a branch, and commits. An image
 * with several tags is asked once.
 * @throws SlipwayError E_REGISTRY when the tags cannot be listed, or nothing of what there is can be read; E_AUTH, E_NETWORK, E_IO
 */
export async function snapshotHistory(
  place: Repository,
  question: HistoryQuestion,
  ports: SnapshotPorts,
): Promise<SnapshotHistory> {
  const { order, most = usualMost } = question;
  const tags = worthAsking(await listTags(ports.registry, place), question);
  const asked = tags.slice(0, order === 'version' ? most : mostTags);
  const images = await imagesOf(asked, place, ports);
  const { found, faults } = await tolerant(images, async (image) => {
    const located = await locateSnapshot(ports.registry, place, image.digest);
    return located === undefined ? undefined : { ...image, located };
  });
  const located = found.filter((image) => image !== undefined);
  const wanted = (order === 'commit' ? located.toSorted(newerFirst) : located).slice(0, most);
  const fetched = await tolerant(wanted, async (image) =>
    entryOf(image, await fetchSnapshot(image.located, place, ports)),
  );
  const all = [...faults, ...fetched.faults];
  if (fetched.found.length === 0 && all[0] !== undefined) throw all[0];
  return {
    entries: fetched.found,
    imagesWithout: found.length - located.length,
    leftOut: tags.length - asked.length + located.length - wanted.length,
    faults: all,
  };
}

/** What moves, then releases from the highest down, then what commits are called; names of other things are left alone. */
function worthAsking(tags: readonly string[], question: HistoryQuestion): NamedTag[] {
  const { order, moving = [], most = usualMost, commits } = question;
  const named = tags.map((tag): NamedTag => ({ tag, version: versionOf(tag)?.full }));
  const isMoving = ({ tag }: NamedTag): boolean => moving.includes(tag);
  const others = named.filter((each) => !isMoving(each));
  const releases = others.filter(({ version }) => version !== undefined).toSorted(higherFirst);
  const ofCommits = order === 'commit' ? others.filter(isCommit) : [];
  if (commits === undefined) return [...named.filter(isMoving), ...releases, ...ofCommits];
  const known = inOrderOf(commits, ofCommits);
  return [...named.filter(isMoving), ...releases.slice(0, most), ...known.slice(0, most)];
}

/** The tags of these commits, in their order. */
function inOrderOf(commits: readonly string[], tags: readonly NamedTag[]): NamedTag[] {
  const places = new Map(commits.map((commit, at) => [commit.slice(0, shortest), { commit, at }] as const));
  const placed = tags.flatMap((named) => {
    const hex = named.tag.replace(/^sha-/, '');
    const place = places.get(hex.slice(0, shortest));
    return place?.commit.startsWith(hex) === true ? [{ named, at: place.at }] : [];
  });
  return placed.toSorted((a, b) => a.at - b.at).map(({ named }) => named);
}

function higherFirst(a: NamedTag, b: NamedTag): number {
  return semver.rcompare(a.version ?? '0.0.0', b.version ?? '0.0.0');
}

/** Digits of the shortest name of a commit. */
const shortest = 7;

/** What the tag rule `sha` makes. */
function isCommit({ tag, version }: NamedTag): boolean {
  return version === undefined && new RegExp(`^(?:sha-)?[0-9a-f]{${shortest},64}$`).test(tag);
}

/** In the order of their first tags. */
async function imagesOf(
  tags: readonly NamedTag[],
  place: Repository,
  { registry }: SnapshotPorts,
): Promise<Image[]> {
  const images = new Map<Digest, Image>();
  const roots = await inParallel(tags, atOnce, ({ tag }) => resolveIfThere(registry, { ...place, tag }));
  for (const [at, root] of roots.entries()) {
    const tag = tags[at];
    // One that was deleted since the tags were listed.
    if (root === undefined || tag === undefined) continue;
    const image = images.get(root.digest) ?? { digest: root.digest, tags: [] };
    image.tags.push(tag);
    images.set(root.digest, image);
  }
  return [...images.values()];
}

/** Each one's result; one that cannot be read takes nothing from the others. */
async function tolerant<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<{ readonly found: Result[]; readonly faults: SlipwayError[] }> {
  const results = await inParallel(items, atOnce, async (item) => {
    try {
      return { found: [await work(item)], faults: [] };
    } catch (error) {
      if (error instanceof SlipwayError && error.code === 'E_REGISTRY') return { found: [], faults: [error] };
      throw error;
    }
  });
  return {
    found: results.flatMap(({ found }) => found),
    faults: results.flatMap(({ faults }) => faults),
  };
}

function newerFirst(a: Located, b: Located): number {
  return timeOf(b.located) - timeOf(a.located) || 0;
}

function entryOf({ tags }: Image, snapshot: FoundSnapshot): HistoryEntry {
  const release = tags.find(({ version }) => version !== undefined);
  const first = tags.toSorted((a, b) => Number(a.version === undefined) - Number(b.version === undefined));
  return { tags: first.map(({ tag }) => tag), version: release?.version, snapshot };
}
