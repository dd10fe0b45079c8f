import { isTagged, pushPlaces } from '../../request/push.ts';
import { formatReference, type ImageReference, isOfficial, parseReference } from '../../request/reference.ts';
import type { SizeSnapshot, SnapshotTarget } from '../../size/snapshot.ts';
import { tagText } from '../../tags/tags.ts';
import type { RunPorts } from '../registries.ts';
import { readPublished } from './published-snapshot.ts';
import type { Baseline } from './weigh.ts';

/** What was published with images, and targets beside whose image there is nothing. */
export interface PublishedBaseline {
  readonly baseline?: Baseline;
  readonly missing: readonly { readonly target: string; readonly why: string }[];
}

/** The image of a branch, tagged as the tag rule `branch` has it; undefined where nothing says how images are called. */
export function publishedName(image: string | undefined, branch: string | undefined): string | undefined {
  if (image === undefined || branch === undefined || isTagged(image)) return undefined;
  const tag = tagText(branch);
  const isName = tag !== '' && !isOfficial(parseReference(image.replaceAll(/\{+ *target *\}+/g, 'x')));
  return isName ? `${image}:${tag}` : undefined;
}

/**
 * The snapshots beside the images of targets, which together are a baseline.
 * @param reference as --push takes it: REF for one target, REF/NAME for several, or a template
 * @throws SlipwayError E_CONFIG when a snapshot cannot be read; as findSnapshot
 */
export async function publishedBaseline(
  reference: string,
  targets: readonly string[],
  ports: Pick<RunPorts, 'registry' | 'store' | 'signal'>,
): Promise<PublishedBaseline> {
  const { findSnapshot } = await import('../../registry/snapshots/find-snapshot.ts');
  const found: SizeSnapshot[] = [];
  const missing: { target: string; why: string }[] = [];
  for (const [target, [place]] of pushPlaces({ push: [reference], tags: [] }, targets)) {
    if (place === undefined) continue;
    const image: ImageReference = { ...place.repository, ...(place.tag !== undefined && { tag: place.tag }) };
    const answer = await findSnapshot(image, ports);
    if (answer.kind === 'none') {
      missing.push({ target, why: answer.detail });
      continue;
    }
    const snapshot = readPublished(answer.snapshot.content, formatReference(image));
    found.push(withOnly(ownOf(target, snapshot.targets, targets), snapshot));
  }
  const [first] = found;
  if (first === undefined) return { missing };
  const commits = new Set(found.map(({ commit }) => commit));
  const commit = commits.size === 1 ? first.commit : undefined;
  const checks = found.flatMap((one) => one.checks ?? []);
  const snapshot = { ...first, targets: found.flatMap((one) => one.targets), checks };
  const told = commit === undefined ? {} : { commit };
  return { baseline: { kind: 'registry', name: reference, snapshot, ...told }, missing };
}

/** With the verdicts of these targets, and of the source. */
function withOnly(targets: readonly SnapshotTarget[], snapshot: SizeSnapshot): SizeSnapshot {
  const isOf = (name: string | undefined) =>
    name === undefined || targets.some((target) => target.name === name);
  return { ...snapshot, targets, checks: (snapshot.checks ?? []).filter(({ target }) => isOf(target)) };
}

/** A target's image speaks for that target alone; the only one in its snapshot may have had another name. */
function ownOf(
  target: string,
  told: readonly SnapshotTarget[],
  targets: readonly string[],
): readonly SnapshotTarget[] {
  const named = told.filter(({ name }) => name === target);
  if (named.length > 0 || told.length > 1) return named;
  return told.filter(({ name }) => !targets.includes(name));
}
