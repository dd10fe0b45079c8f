import type { Artifact, Artifacts, PullRequest } from '../../forge/forge.ts';
import { decodeExchange } from '../../stages/sizes/read-size-exchange.ts';
import { exchangeName, longestExchange, type SizeExchange } from '../../stages/sizes/size-exchange.ts';
import { SlipwayError } from '../../support/errors.ts';
import { readZipEntry } from '../../support/zip-entry.ts';

/** A report that a run left, and which run that was; or why there is none. */
export type StoredReport =
  | { readonly kind: 'stored'; readonly artifact: Artifact; readonly run: number }
  | { readonly kind: 'none'; readonly why: string };

/** Further runs of a commit that are looked at. */
const mostRuns = 20;
/** Files in an artifact; Slipway's has one. */
const mostEntries = 100;

/**
 * The artifact of a run of the pull request's commit; where that run left none, as one that a label started, of the newest run that did.
 * @throws SlipwayError as a Forge does
 */
export async function findStoredReport(
  forge: Artifacts,
  { head }: Pick<PullRequest, 'head'>,
  run: number,
  name: string,
): Promise<StoredReport> {
  const own = await newestNamed(forge, run, name);
  if (own !== undefined) return stored(own, run);
  const others = (await forge.listRuns(head.commit)).filter(
    (other) =>
      other.ended && other.id !== run && other.repository === head.repository && other.branch === head.branch,
  );
  for (const { id } of others.slice(0, mostRuns)) {
    const artifact = await newestNamed(forge, id, name);
    if (artifact !== undefined) return stored(artifact, id);
  }
  return { kind: 'none', why: `no run of ${head.commit.slice(0, 12)} left an artifact ${name}` };
}

function stored(artifact: Artifact, run: number): StoredReport {
  if (!artifact.expired) return { kind: 'stored', artifact, run };
  return { kind: 'none', why: `the artifact ${artifact.name} of run ${run} has expired: build once more` };
}

/** Each attempt of a run may leave one. */
async function newestNamed(forge: Artifacts, run: number, name: string): Promise<Artifact | undefined> {
  const named = (await forge.listArtifacts(run)).filter((one) => one.name === name);
  return named.toSorted((a, b) => b.id - a.id)[0];
}

/**
 * What is in it, in memory and within limits.
 * @throws SlipwayError E_CONFIG for anything but what Slipway leaves; as a Forge does
 */
export async function readStoredReport(forge: Artifacts, artifact: Artifact): Promise<SizeExchange> {
  const where = `${exchangeName} in the artifact ${artifact.name}`;
  if (artifact.bytes > longestExchange) throw unreadable(where, `the artifact has ${artifact.bytes} bytes`);
  const zip = await forge.downloadArtifact(artifact, longestExchange);
  const content = await unzipped(zip, where);
  if (content === undefined) throw unreadable(where, 'it is not there');
  return decodeExchange(content, where);
}

async function unzipped(zip: Buffer, where: string): Promise<Buffer | undefined> {
  try {
    return await readZipEntry(zip, { name: exchangeName, bytes: longestExchange, entries: mostEntries });
  } catch (cause) {
    throw unreadable(where, cause instanceof Error ? cause.message : 'it is no zip', cause);
  }
}

function unreadable(where: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_CONFIG', `${where} cannot be read: ${why}`, {
    hint: 'the run that left it did not leave what Slipway writes: look at its workflow, and at what it changed',
    cause,
  });
}
