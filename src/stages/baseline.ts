import type { BaseCommitRequest, BaselineRequest } from '../request/baseline.ts';
import { pushPlaces } from '../request/push.ts';
import { formatReference, type ImageReference } from '../request/reference.ts';
import type { SizeSnapshot } from '../size/snapshot.ts';
import { SlipwayError } from '../support/errors.ts';
import { readBaselineFile } from './baseline-file.ts';
import { readPublished } from './published-snapshot.ts';
import type { RebuiltBaseline } from './rebuild-baseline.ts';
import type { RunPorts } from './registries.ts';
import { snapshotOf } from './snapshot.ts';
import type { Baseline } from './weigh.ts';

/** A baseline, or why there is none; and what a person should know of it. */
export interface BaselineAnswer {
  readonly baseline?: Baseline;
  readonly notices: readonly string[];
}

/** Builds the base commit as the run was built. */
export type Rebuild = (base: BaseCommitRequest) => Promise<RebuiltBaseline>;

interface Ways {
  readonly ports: Pick<RunPorts, 'registry' | 'store' | 'signal'>;
  readonly rebuild: Rebuild;
}

/**
 * What a build is to be compared with. That there is none yet is an answer: a new project, a new image.
 * @param targets names of what was built
 * @throws SlipwayError E_CONFIG when a file is neither a snapshot nor a build's report; as rebuildBaseline and findSnapshot
 */
export async function findBaseline(
  request: BaselineRequest,
  targets: readonly string[],
  ways: Ways,
): Promise<BaselineAnswer> {
  switch (request.kind) {
    case 'none':
      return { notices: [] };
    case 'file':
      return { baseline: await readBaselineFile(request.path), notices: [] };
    case 'registry':
      return fromRegistry(request.reference, targets, ways);
    case 'rebuild':
      return rebuilt(request, ways);
    case 'auto':
      return firstOf(request, targets, ways);
  }
}

async function firstOf(
  { reference, ...base }: BaseCommitRequest & { readonly reference?: string },
  targets: readonly string[],
  ways: Ways,
): Promise<BaselineAnswer> {
  const published =
    reference === undefined ? undefined : await orNotice(fromRegistry(reference, targets, ways));
  if (published?.baseline !== undefined) return published;
  const built = await orNotice(rebuilt(base, ways));
  return { ...built, notices: [...(published?.notices ?? []), ...built.notices] };
}

/** What nobody asked for by name, and what cannot be had, is done without. */
async function orNotice(answer: Promise<BaselineAnswer>): Promise<BaselineAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof SlipwayError) || !elsewhere.has(error.code)) throw error;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    return { notices: [`sizes are not compared: ${error.message}${hint}`] };
  }
}

/** Codes of what is the network's, the registry's, the checkout's. */
const elsewhere: ReadonlySet<string> = new Set([
  'E_REGISTRY',
  'E_NETWORK',
  'E_AUTH',
  'E_CONFIG',
  'E_IO',
  'E_TOOL',
]);

async function rebuilt(base: BaseCommitRequest, { rebuild }: Ways): Promise<BaselineAnswer> {
  const found = await rebuild(base);
  if (found.kind === 'none') return { notices: [`sizes are compared with nothing: ${found.why}`] };
  const { report, commit, how, notices } = found;
  return { baseline: { kind: 'rebuild', name: how, commit, snapshot: snapshotOf(report) }, notices };
}

/** Each target's image has its own snapshot; together they are the baseline. */
async function fromRegistry(
  reference: string,
  targets: readonly string[],
  { ports }: Ways,
): Promise<BaselineAnswer> {
  const { findSnapshot } = await import('../registry/snapshots/find-snapshot.ts');
  const places = pushPlaces({ push: [reference], tags: [] }, targets);
  const found: SizeSnapshot[] = [];
  const notices: string[] = [];
  for (const [target, [place]] of places) {
    if (place === undefined) continue;
    const image: ImageReference = { ...place.repository, ...(place.tag !== undefined && { tag: place.tag }) };
    const answer = await findSnapshot(image, ports);
    if (answer.kind === 'none') notices.push(`${target} is compared with nothing: ${answer.detail}`);
    else found.push(readPublished(answer.snapshot.content, formatReference(image)));
  }
  const [first] = found;
  if (first === undefined) return { notices };
  const commits = new Set(found.map(({ commit }) => commit));
  const commit = commits.size === 1 ? first.commit : undefined;
  const snapshot = { ...first, targets: found.flatMap((one) => one.targets) };
  const name = formatReference(parsedName(places));
  return { baseline: { kind: 'registry', name, snapshot, ...(commit !== undefined && { commit }) }, notices };
}

function parsedName(places: ReturnType<typeof pushPlaces>): ImageReference {
  const [[first] = []] = [...places.values()];
  if (first === undefined) throw new SlipwayError('E_INTERNAL', 'a baseline without an image');
  return { ...first.repository, ...(first.tag !== undefined && { tag: first.tag }) };
}
