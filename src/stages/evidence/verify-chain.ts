import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gitIn } from '../../gobuild/git.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type { ImageReport, Report, TargetReport } from '../../report/model.ts';
import { parseImagePlace } from '../../request/image-place.ts';
import { formatPlatform, samePlatform } from '../../request/platform.ts';
import { isSystemError, SlipwayError } from '../../support/errors.ts';
import { parseFields } from '../../support/fields.ts';
import { exists } from '../../support/files.ts';
import { sha256 } from '../../support/hashing.ts';
import type { ChainLink } from '../../verify/chain/chain.ts';
import { checkChain, type Recomputed } from '../../verify/chain/check-chain.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type OpenContext, openImage } from '../open-image.ts';
import { unpackingBy } from '../pack/unpack-program.ts';
import type { RunPorts } from '../registries.ts';
import { isReport } from '../sizes/baseline-file.ts';
import { type RecomputedChain, recomputeImage } from './recompute-chain.ts';
import { shippedFiles } from './shipped-files.ts';

/** What is looked at in place of what a report says was written. */
export type GivenSubject =
  | { readonly kind: 'image'; readonly source: ImageSource }
  | { readonly kind: 'file'; readonly path: string };

/**
 * Goes along the chains of a build's report: works out again what is at hand, and names the first step of each that is not as it
 * was recorded. Chains of one program must have it in common, whatever it was put into.
 * @param given undefined: whatever the report says was written
 * @throws SlipwayError E_CONFIG for a report without chains, or one that tells of no such file; as the image's source does
 */
export async function verifyChains(
  report: Report,
  given: GivenSubject | undefined,
  ports: RunPorts,
): Promise<Verdict[]> {
  const checkout = checkoutOf(report, ports);
  const verdicts: Verdict[] = [];
  for (const target of report.targets) {
    if (given?.kind !== 'file') verdicts.push(...(await verifyImages(target, given, checkout, ports)));
    if (given?.kind !== 'image') verdicts.push(...(await verifyFiles(target, given?.path, checkout, ports)));
    if (given === undefined) verdicts.push(...samePrograms(target));
  }
  return verdicts;
}

/**
 * Whether a file is one that the report tells of, by its name: then it is no image.
 */
export function isShippedFile({ targets }: Report, path: string): boolean {
  return targets.some((target) => shippedFiles(target).some(({ name }) => name === basename(path)));
}

async function verifyImages(
  target: TargetReport,
  given: (GivenSubject & { readonly kind: 'image' }) | undefined,
  checkout: Checkout,
  ports: RunPorts,
): Promise<Verdict[]> {
  const source =
    target.indexDigest === undefined ? undefined : (given?.source ?? (await openWritten(target, ports)));
  const verdicts: Verdict[] = [];
  for (const image of target.images) {
    const subject = subjectOf(target, image);
    if (source === undefined) verdicts.push(nothingThere(subject));
    const found =
      source === undefined ? {} : await recomputeImage(image, source, ports.store, unpackingBy(ports));
    verdicts.push(...(await judged(image.chain, subject, found, checkout)));
  }
  return verdicts;
}

async function verifyFiles(
  target: TargetReport,
  given: string | undefined,
  checkout: Checkout,
  ports: RunPorts,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const file of shippedFiles(target)) {
    if (given !== undefined && file.name !== basename(given)) continue;
    const path = given ?? file.path;
    const isThere = path !== undefined && (await exists(path));
    if (!isThere) verdicts.push(nothingThere(file.subject));
    const found = isThere ? await file.recompute(path, ports.store, unpackingBy(ports)) : {};
    verdicts.push(...(await judged(file.chain, file.subject, found, checkout)));
  }
  return verdicts;
}

/** The file in a layer, the bare one and that in a release archive began as one program, before packing. */
function samePrograms(target: TargetReport): Verdict[] {
  return target.images.flatMap((image): Verdict[] => {
    const file = target.files?.find(({ platform }) => samePlatform(platform, image.platform));
    if (file === undefined) return [];
    const [inLayer, alone] = [image, file].map(({ chain }) => programOf(chain));
    const holds = inLayer !== undefined && inLayer === alone;
    return [
      {
        check: 'chain/same-program',
        subject: `${subjectOf(target, image)} in image and file`,
        status: holds ? 'pass' : 'fail',
        severity: 'block',
        detail: holds ? '' : `the image has program ${inLayer}, and the file that is told beside it ${alone}`,
      },
    ];
  });
}

function programOf(chain: readonly ChainLink[] = []): string | undefined {
  return chain.find(({ stage }) => stage === 'link')?.products[0]?.digest;
}

function subjectOf({ name }: TargetReport, { platform }: ImageReport): string {
  return `${name} (${formatPlatform(platform)})`;
}

async function judged(
  chain: readonly ChainLink[] | undefined,
  subject: string,
  found: RecomputedChain,
  checkout: Checkout,
): Promise<Verdict[]> {
  if (chain === undefined) throw noChains(subject);
  return checkChain(chain, subject, { ...(await checkout(chain, found)), ...found });
}

function nothingThere(subject: string): Verdict {
  return {
    check: 'chain/content',
    subject,
    status: 'fail',
    severity: 'block',
    detail:
      'nothing of it is where the report says that it was written\nto do: name it: slipway verify SUBJECT --chain FILE',
  };
}

/** The first thing that was written and is there. A registry is asked last. */
async function openWritten(target: TargetReport, ports: RunPorts): Promise<ImageSource | undefined> {
  const context: OpenContext = { ...ports, compression: { algorithm: 'gzip', level: 1 } };
  for (const output of target.outputs) {
    const place = imageOutput(output);
    if (place !== undefined && (await exists(place.path))) return openImage(place, context);
  }
  const [publication] = target.publications ?? [];
  if (publication === undefined) return undefined;
  return openImage(parseImagePlace(`${publication.repository}@${publication.digest}`), context);
}

/** A docker archive keeps no manifest. */
function imageOutput(
  output: string,
): { readonly kind: 'oci' | 'oci-archive'; readonly path: string } | undefined {
  const [, kind, path = ''] = /^(oci|oci-archive):(.*)$/s.exec(output) ?? [];
  return kind === 'oci' || kind === 'oci-archive' ? { kind, path } : undefined;
}

/** What the checkout that was built still says of the commit. */
type Checkout = (
  chain: readonly ChainLink[],
  found: RecomputedChain,
) => Promise<{ readonly modules?: Recomputed; readonly source?: Recomputed }>;

function checkoutOf({ request, source }: Report, ports: RunPorts): Checkout {
  return async (chain) => {
    const { commit } = source ?? {};
    if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit) || !(await exists(request.source))) {
      return away('there is no checkout of it here');
    }
    const git = gitIn(request.source, ports);
    const known = await git('cat-file', '-e', `${commit}^{commit}`).catch(() => undefined);
    if (known?.status !== 0) return away('the checkout here does not have the commit');
    const named = chain.find(({ stage }) => stage === 'modules')?.products ?? [];
    const products: Record<string, string[]> = {};
    for (const { name } of named) {
      const shown = await git('show', `${commit}:${name}`);
      products[name] = shown.status === 0 ? [sha256(shown.stdout)] : [];
    }
    return { source: { products: { commit: [`gitCommit:${commit}`] } }, modules: { products } };
  };
}

function away(why: string): { readonly modules: Recomputed; readonly source: Recomputed } {
  return { modules: { why }, source: { why } };
}

/**
 * The report of a build.
 * @throws SlipwayError E_CONFIG when there is none at the path
 */
export async function readChains(path: string): Promise<Report> {
  try {
    const fields = parseFields(await readFile(path));
    if (isReport(fields)) return fields;
  } catch (cause) {
    if (!isSystemError(cause) || (cause.code !== 'ENOENT' && cause.code !== 'EISDIR')) throw cause;
    throw new SlipwayError('E_CONFIG', `--chain ${path}: there is no such file`, { hint, cause });
  }
  throw new SlipwayError('E_CONFIG', `--chain ${path}: it is no report of a build`, { hint });
}

const hint = 'name what slipway build --report FILE wrote';

function noChains(subject: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `the report has no chain of ${subject}`, { hint });
}
