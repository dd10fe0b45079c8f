import { basename } from 'node:path';
import { type Bill, emptyPart, type Gap, joinParts } from '../../attest/sbom/bill.ts';
import { goProgramPart } from '../../attest/sbom/go-program.ts';
import { imageComponent } from '../../attest/sbom/subjects.ts';
import { systemPackagesPart } from '../../attest/sbom/system-packages.ts';
import { withFileSource } from '../../binary/byte-source.ts';
import { readBuildInfo } from '../../binary/go/build-info.ts';
import { rfc3339 } from '../../gobuild/version-control.ts';
import { chooseImage } from '../../image/choose-image.ts';
import { parseConfig } from '../../image/documents.ts';
import { type ManifestNode, plain, readTree } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { withCopiedFiles } from '../../image/view/copied-files.ts';
import type { ImageView } from '../../image/view/image-view.ts';
import { type InstalledPackages, installedPackages } from '../../image/view/installed-packages.ts';
import { viewImage } from '../../image/view/view-image.ts';
import type { SbomOfRequest } from '../../request/sbom-request.ts';
import { goProgramsOf, isPresent } from '../inspect/image-programs.ts';
import { openAnyImage } from '../open-image.ts';
import type { Ports } from '../ports.ts';
import { runRegistry } from '../registries.ts';

/** How layers of a docker archive are compressed on their way into the cache: what is looked at is their content, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * The bill of an image: the packages of its distribution, and every Go program with its modules.
 * @throws SlipwayError E_CONFIG when the platform is not there or not clear; an image must be whole to be read: E_BASE, E_REGISTRY,
 * E_AUTH, E_NETWORK, E_IO
 */
export async function imageBill(
  request: SbomOfRequest,
  ports: Ports,
): Promise<{ bill: Bill; notices: readonly string[] }> {
  const { store, signal } = ports;
  const registry = runRegistry({ ...request, offline: false }, ports);
  try {
    const source = await openAnyImage(request.subject, { store, registry, compression, signal });
    const tree = await readTree(source.root, source.document);
    const image = await chooseImage(tree, request.platform, source.document);
    const view = await viewImage(source, { image, store });
    const installed = await installedPackages(source, image.document.layers.map(plain), store);
    const programs = await programParts(source, view, store);
    const created = (await createdOf(source, image)) ?? rfc3339(request.sourceDateEpoch ?? 0);
    return { bill: joined({ request, created, view, installed, programs }), notices: view.notices };
  } finally {
    await registry.close();
  }
}

/** As its config says it (image-spec, config.md); undefined where that is no time. */
async function createdOf(
  source: ImageSource,
  { document: { config } }: ManifestNode,
): Promise<string | undefined> {
  const { fields } = parseConfig(await source.document(plain(config)), config.digest);
  const time = Date.parse(String(fields['created']));
  return Number.isNaN(time) ? undefined : rfc3339(Math.floor(time / 1000));
}

interface Looked {
  readonly request: SbomOfRequest;
  readonly created: string;
  readonly view: ImageView;
  readonly installed: InstalledPackages;
  readonly programs: readonly ProgramPart[];
}

function joined({ request, created, view, installed, programs }: Looked): Bill {
  const whole = imageComponent({
    name: imageName(request.subject),
    digest: view.manifestDigest,
    platform: view.platform,
    facts: {},
  });
  const contents = { from: whole.id, to: programs.map(({ program }) => program.id) };
  const inside = {
    ...emptyPart,
    contents: programs.length === 0 ? [] : [contents],
    gaps: gapsOf(whole.id, view),
  };
  return {
    created,
    subject: whole,
    phase: 'post-build',
    ...joinParts([inside, ...programs, systemPackagesPart(whole.id, installed)]),
  };
}

/** The last element of its name or path: where an image lies is not what it is. */
function imageName(subject: SbomOfRequest['subject']): string {
  return basename(subject.kind === 'registry' ? subject.reference.repository : subject.path);
}

/** What is in the image and belongs to nothing that the bill lists. */
function gapsOf(image: string, { files }: ImageView): Gap[] {
  const unowned = files.filter((file) => isPresent(file) && file.owner === undefined).length;
  return unowned === 0
    ? []
    : [{ of: image, what: `files that no package and no Go program claims (${unowned})` }];
}

type ProgramPart = ReturnType<typeof goProgramPart>;

async function programParts(
  source: ImageSource,
  view: ImageView,
  store: Ports['store'],
): Promise<ProgramPart[]> {
  const programs = goProgramsOf(view);
  const parts: ProgramPart[] = [];
  const wanted = view.files.filter((file) => isPresent(file) && file.program?.go !== undefined);
  await withCopiedFiles(source, view, wanted, store, (path, digest) => {
    const info = withFileSource(path, readBuildInfo);
    if (info === undefined) return;
    for (const { path: file } of programs.filter((one) => one.digest === digest))
      parts.push(goProgramPart({ file, digest, info }));
  });
  return parts;
}
