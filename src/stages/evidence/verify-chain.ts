import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitIn } from '../../gobuild/git.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type { ImageReport, Report, TargetReport } from '../../report/model.ts';
import { parseImagePlace } from '../../request/image-place.ts';
import { formatPlatform } from '../../request/platform.ts';
import { isSystemError, SlipwayError } from '../../support/errors.ts';
import { parseFields } from '../../support/fields.ts';
import { exists } from '../../support/files.ts';
import { sha256 } from '../../support/hashing.ts';
import type { ChainLink } from '../../verify/chain/chain.ts';
import { checkChain, type Recomputed } from '../../verify/chain/check-chain.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type OpenContext, openImage } from '../open-image.ts';
import { type Unpacking, unpackingBy } from '../pack/unpack-program.ts';
import type { RunPorts } from '../registries.ts';
import { isReport } from '../sizes/baseline-file.ts';
import { type RecomputedChain, recomputeFile, recomputeImage } from './recompute-chain.ts';

/**
 * Goes along the chains of a build's report: works out again what is at hand, and names the first step of each that is not as it
 * was recorded.
 * @param path of the report
 * @param given an image that is looked at in place of what the report says was written
 * @throws SlipwayError E_CONFIG when it is no report of a build with chains; as the image's source does
 */
export async function verifyChains(
  path: string,
  given: ImageSource | undefined,
  ports: RunPorts,
): Promise<Verdict[]> {
  const report = await readReport(path);
  const checkout = checkoutOf(report, ports);
  const unpacking = unpackingBy(ports);
  const verdicts: Verdict[] = [];
  for (const target of report.targets) {
    const source =
      target.indexDigest === undefined ? undefined : (given ?? (await openWritten(target, ports)));
    for (const image of target.images) {
      const subject = `${target.name} (${formatPlatform(image.platform)})`;
      if (source === undefined) verdicts.push(nothingThere(subject));
      const found = source === undefined ? {} : await recomputeImage(image, source, ports.store, unpacking);
      verdicts.push(...(await judged(image, subject, found, checkout)));
    }
    verdicts.push(...(await verifyFiles(target, checkout, unpacking)));
  }
  return verdicts;
}

async function verifyFiles(
  target: TargetReport,
  checkout: Checkout,
  unpacking: Unpacking,
): Promise<Verdict[]> {
  const folder = target.outputs.find((output) => output.startsWith('bin:'))?.slice('bin:'.length);
  const verdicts: Verdict[] = [];
  for (const file of target.files ?? []) {
    const subject = `${target.name} (${formatPlatform(file.platform)}) ${file.executable.path}`;
    const path = folder === undefined ? undefined : join(folder, file.executable.path);
    const isThere = path !== undefined && (await exists(path));
    if (!isThere) verdicts.push(nothingThere(subject));
    const found = isThere ? await recomputeFile(file, path, unpacking) : {};
    verdicts.push(...(await judged(file, subject, found, checkout)));
  }
  return verdicts;
}

async function judged(
  { chain }: Pick<ImageReport, 'chain'>,
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

async function readReport(path: string): Promise<Report> {
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
