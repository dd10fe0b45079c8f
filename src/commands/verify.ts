import { rm } from 'node:fs/promises';
import { openBlobStore } from '../cache/local-store.ts';
import { collectTree } from '../image/collect.ts';
import { readTree } from '../image/image-tree.ts';
import { isDocumentType } from '../image/media-types.ts';
import { openRegistryImage } from '../registry/image.ts';
import { manifestCall } from '../registry/manifests.ts';
import type { Registry } from '../registry/registry.ts';
import { formatReference, type ImageReference } from '../request/reference.ts';
import type { VerifyRequest } from '../request/verify-request.ts';
import { crossRead, type RegistryPlace } from '../stages/cross-reading.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { type RunPorts, runRegistry } from '../stages/registries.ts';
import { SlipwayError } from '../support/errors.ts';
import { isFile } from '../support/files.ts';
import { discard } from '../support/http-body.ts';
import { type ReaderReport, readerVerdicts } from '../verify/readers/verdicts.ts';
import { layoutSubject, type Subject, storeSubject } from '../verify/subject.ts';
import { type Outcome, outcomeOf, type Verdict } from '../verify/verdict.ts';
import { verifyAndExamine } from '../verify/verify-images.ts';

/** What `slipway verify --json` prints; schema/report.schema.json, $defs/verification. */
export interface VerifyResult {
  readonly subject: string;
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  /** What other tools made of it: those that are here, and those that were demanded. */
  readonly readers?: readonly ReaderReport[];
}

/** How layers of a docker archive are compressed on their way into the cache: what is judged is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * `slipway verify SUBJECT`: every check over every image of an OCI layout folder, an archive, or a registry's image, whoever
 * made it; then what other tools read.
 * @throws SlipwayError E_CONFIG when there is nothing to verify; faults of a layout are verdicts, not errors. An image
 * elsewhere must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK
 */
export async function verifyCommand(request: VerifyRequest, ports: Ports): Promise<VerifyResult> {
  const registry = runRegistry({ ...request, offline: false }, ports);
  const outside = { ...ports, registry };
  try {
    if (request.chain === undefined) return await verifySubject(request, outside);
    return await verifyChain(request, request.chain, outside);
  } finally {
    await registry.close();
  }
}

/** The image itself is judged too, where one is named. */
async function verifyChain(request: VerifyRequest, chain: string, ports: RunPorts): Promise<VerifyResult> {
  const { subject, name, hasSubject } = request;
  const { isShippedFile, readChains, verifyChains } = await import('../stages/evidence/verify-chain.ts');
  const report = await readChains(chain);
  const told = (verdicts: readonly Verdict[], image?: VerifyResult): VerifyResult => ({
    ...{ subject: name, ...image },
    ...{ outcome: outcomeOf(verdicts), verdicts },
  });
  const isShipped =
    subject.kind === 'file' && (await isFile(subject.path)) && isShippedFile(report, subject.path);
  const file = hasSubject && isShipped ? subject : undefined;
  if (!hasSubject || file !== undefined) {
    if (request.required.length > 0) throw noImage(request.required);
    return told(await verifyChains(report, file, ports));
  }
  const image = await verifySubject(request, ports);
  const source = await openAnyImage(subject, { ...ports, compression });
  const chains = await verifyChains(report, { kind: 'image', source }, ports);
  return told([...image.verdicts, ...chains], image);
}

function noImage(required: readonly string[]): SlipwayError {
  return new SlipwayError('E_CONFIG', `--require ${required.join(',')}: reads an image, and none is named`, {
    hint: 'name the image beside the report: slipway verify ghcr.io/acme/api:v1 --chain FILE',
  });
}

async function verifySubject(request: VerifyRequest, ports: RunPorts): Promise<VerifyResult> {
  const { subject, name } = request;
  if (subject.kind === 'registry') return verifyPublished(request, subject.reference, ports);
  const directory = await layoutFolder(subject);
  if (directory !== undefined) {
    return judged(request, { ...(await layoutSubject(directory)), name }, ports);
  }
  const source = await openAnyImage(subject, { ...ports, compression });
  await collectTree(await readTree(source.root, source.document), source, ports.store);
  return judged(request, storeSubject(name, source.root, ports.store), ports);
}

/** Of what the registry gives out now: nothing that lies here from before is taken for it. */
async function verifyPublished(
  request: VerifyRequest,
  reference: ImageReference,
  ports: RunPorts,
): Promise<VerifyResult> {
  const { registry, signal } = ports;
  const { name } = request;
  const folder = await ports.store.reserve();
  const store = openBlobStore(folder);
  try {
    const source = await openRegistryImage(registry, reference, store, { signal });
    const { root, blobs } = await collectTree(await readTree(source.root, source.document), source, store);
    const { verifyRegistry } = await import('../verify/registry/verify-registry.ts');
    const documents = blobs.filter(({ mediaType }) => isDocumentType(mediaType));
    const content = blobs.filter(({ mediaType }) => !isDocumentType(mediaType));
    const manners = () =>
      verifyRegistry({ name, registry, reference, root, documents, blobs: content, find: store.find });
    const place = await readPlace(reference, request, registry);
    return await judged(request, storeSubject(name, root, store), ports, { manners, place });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where tools find it, and how they have to ask. */
async function readPlace(
  reference: ImageReference,
  { registries }: VerifyRequest,
  registry: Registry,
): Promise<RegistryPlace> {
  const answer = await registry.send(manifestCall(reference, 'HEAD'));
  discard(answer);
  const { registry: host, repository } = reference;
  const verified = registries.insecure.includes(host) ? 'unverified' : 'https';
  const transport = answer.url.protocol === 'http:' ? 'http' : verified;
  return { kind: 'registry', host, repository: formatReference({ registry: host, repository }), transport };
}

/** A folder is looked at where it lies, with all that is in it; also a path where nothing lies, which is then said. */
async function layoutFolder(subject: VerifyRequest['subject']): Promise<string | undefined> {
  if (subject.kind === 'oci' && subject.name === undefined) return subject.path;
  if (subject.kind !== 'file') return undefined;
  return (await isFile(subject.path)) ? undefined : subject.path;
}

/** @param published what else is judged of an image in a registry */
async function judged(
  { name, required }: VerifyRequest,
  subject: Subject,
  ports: RunPorts,
  published?: { readonly manners: () => Promise<readonly Verdict[]>; readonly place: RegistryPlace },
): Promise<VerifyResult> {
  const { verdicts: own, examination } = await verifyAndExamine(subject);
  const manners = (await published?.manners()) ?? [];
  const readers = await crossRead(examination, published?.place, required, ports);
  const verdicts = [...own, ...manners, ...readerVerdicts(readers, name, required)];
  const told = readers.length === 0 ? {} : { readers };
  return { subject: name, outcome: outcomeOf(verdicts), verdicts, ...told };
}

/** The same with what else was judged. */
export function withVerdicts(result: Omit<VerifyResult, 'outcome'>, more: readonly Verdict[]): VerifyResult {
  const verdicts = [...result.verdicts, ...more];
  return { ...result, outcome: outcomeOf(verdicts), verdicts };
}
