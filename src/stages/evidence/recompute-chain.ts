import { rm } from 'node:fs/promises';
import { type ExecutableFacts, inspectExecutable } from '../../binary/executable.ts';
import type { BlobStore } from '../../cache/blob-store.ts';
import type { Descriptor } from '../../image/descriptor.ts';
import { type ForeignDescriptor, foreignPlatformText, parseConfig } from '../../image/documents.ts';
import { imagesIn, type ManifestNode, plain, readTree } from '../../image/image-tree.ts';
import { scanLayer } from '../../image/read/layer-scan.ts';
import { components } from '../../image/read/tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { writeBeside } from '../../image/source/stored.ts';
import { readingLayer } from '../../image/view/layer-content.ts';
import type { FileReport, ImageReport } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import { type Digest, sha256, sha256File } from '../../support/hashing.ts';
import type { ChainLink, ChainStage } from '../../verify/chain/chain.ts';
import type { Recomputed } from '../../verify/chain/check-chain.ts';
import { mainContent } from '../../verify/chain/links.ts';
import type { Unpacking } from '../pack/unpack-program.ts';
import { joined, readArchive } from './read-archive.ts';

/** What was worked out again, by step. */
export type RecomputedChain = Partial<Record<ChainStage, Recomputed>>;

/**
 * Works out again of an image what its chain tells: from the index down to the program in its layer, and what that says of itself.
 * @param recorded as a build's report has it
 * @throws SlipwayError E_BASE when the image cannot be read, E_BINARY for a damaged program; as the source does
 */
export async function recomputeImage(
  { platform, manifestDigest, executable, layers, chain = [] }: ImageReport,
  source: ImageSource,
  store: BlobStore,
  unpacking: Unpacking,
): Promise<RecomputedChain> {
  const index = { index: { products: { index: [sha256(await source.document(source.root))] } } };
  const images = imagesIn(await readTree(source.root, source.document));
  const node =
    images.find(({ descriptor }) => descriptor.digest === manifestDigest) ??
    images.find(({ descriptor }) => platformOf(descriptor) === formatPlatform(platform));
  if (node === undefined) return { ...index, manifest: { products: { manifest: [] } } };
  const { digest } = node.descriptor;
  const config = node.document.config;
  const { diffIds } = parseConfig(await source.document(plain(config)), config.digest);
  const places = node.document.layers.map((layer, at) => ({
    kind: layers[at]?.kind,
    layer,
    diffId: diffIds[at],
  }));
  const named = (kind: 'base' | 'asset') => {
    const own = places.filter((place) => place.kind === kind);
    const unpacked = own.flatMap(({ diffId }) => diffId ?? []);
    return { products: { layer: own.map(({ layer }) => layer.digest), unpacked } };
  };
  return {
    ...index,
    base: named('base'),
    assets: named('asset'),
    manifest: { products: { manifest: [digest] } },
    config: { products: { config: [config.digest] } },
    ...(await recomputeLayer(programLayer(node, layers), executable.path, source, store, (path, digest) =>
      recomputedFile(path, digest, chain, unpacking),
    )),
  };
}

function platformOf({ platform }: ManifestNode['descriptor']): string | undefined {
  return platform && foreignPlatformText(platform);
}

/** The last one that has it: what changes most often lies on top. */
function programLayer(
  { document }: ManifestNode,
  told: ImageReport['layers'],
): ForeignDescriptor | undefined {
  const at = told.findLastIndex(({ kind }) => kind === 'binary');
  return document.layers.at(at);
}

async function recomputeLayer(
  last: ForeignDescriptor | undefined,
  path: string,
  source: ImageSource,
  store: BlobStore,
  recomputed: (path: string, digest: Digest) => Promise<RecomputedChain>,
): Promise<RecomputedChain> {
  if (last === undefined) return { layer: { products: { layer: [] } } };
  const layer: Descriptor = plain(last);
  return readingLayer(source, layer, store, async (blob) => {
    let copy: { readonly path: string; readonly digest: Digest } | undefined;
    const scan = await scanLayer(
      blob,
      layer.digest,
      blob.compression,
      undefined,
      async (entry, start, rest) => {
        if (entry.type !== 'file' || `/${components(entry.path).join('/')}` !== path || copy !== undefined)
          return;
        copy = await writeBeside(joined(start, rest), store);
      },
    );
    const unpacked = scan.diffId === undefined ? [] : [scan.diffId];
    const found = { layer: { products: { layer: [layer.digest], unpacked } } };
    if (copy === undefined) return { ...found, link: { products: { program: [] } } };
    try {
      return { ...found, ...(await recomputed(copy.path, copy.digest)) };
    } finally {
      await rm(copy.path, { force: true });
    }
  });
}

/**
 * The same of a bare file.
 * @throws SlipwayError E_BINARY when it is damaged; the system's error when it cannot be read
 */
export async function recomputeFile(
  { chain = [] }: FileReport,
  path: string,
  unpacking: Unpacking,
): Promise<RecomputedChain> {
  const { digest } = await sha256File(path);
  return recomputedFile(path, digest, chain, unpacking);
}

/**
 * The same of a release archive: of the program in it, of what lies beside that, and of the archive itself.
 * @param chain with the step to the archive
 * @throws SlipwayError E_BINARY when the program in it is damaged, E_IO
 */
export async function recomputeArchive(
  chain: readonly ChainLink[],
  { name, program }: NonNullable<FileReport['archive']>,
  path: string,
  store: BlobStore,
  unpacking: Unpacking,
): Promise<RecomputedChain> {
  const found = await readArchive(path, program, store);
  const beside = chain.find(({ stage }) => stage === 'assets')?.products ?? [];
  const own = {
    assets: {
      products: Object.fromEntries(beside.map((file) => [file.name, present(found.files.get(file.name))])),
    },
    archive: { products: { [name]: [found.digest] } },
  };
  if (found.program === undefined) {
    const why = found.fault ?? `it has no file ${program}`;
    return { ...own, link: { products: { program: [`no program that can be read: ${why}`] } } };
  }
  try {
    if (found.fault !== undefined) return { ...own, archive: { products: { [name]: [found.fault] } } };
    return { ...own, ...(await recomputedFile(found.program.path, found.program.digest, chain, unpacking)) };
  } finally {
    await rm(found.program.path, { force: true });
  }
}

function present(digest: Digest | undefined): readonly Digest[] {
  return digest === undefined ? [] : [digest];
}

/** What is shipped packed is unpacked for what it says of the steps before: UPX gives ELF files back to the bit. */
async function recomputedFile(
  path: string,
  digest: Digest,
  chain: readonly ChainLink[],
  unpacking: Unpacking,
): Promise<RecomputedChain> {
  if (!chain.some(({ stage }) => stage === 'pack')) {
    return recomputedProgram(digest, inspectExecutable(path, []), chain);
  }
  const pack = { pack: { products: { packed: [digest] } } };
  const before = await unpacking(path, async (unpacked): Promise<RecomputedChain> => {
    const facts = inspectExecutable(unpacked, []);
    // A PE file gets other headers by it.
    if (facts.elf === undefined) return { link: { why: 'unpacking does not give the very file again' } };
    return recomputedProgram((await sha256File(unpacked)).digest, facts, chain);
  });
  return 'why' in before ? { ...pack, link: { why: before.why } } : { ...pack, ...before };
}

/** What a program says of the steps before it. */
function recomputedProgram(
  digest: Digest,
  facts: ExecutableFacts,
  chain: readonly ChainLink[],
): RecomputedChain {
  const main = chain.find(({ stage }) => stage === 'compile')?.products[0]?.name ?? '';
  const content = mainContent(facts);
  const { goVersion, settings = {} } = facts.buildInfo ?? {};
  const go = chain.find(({ stage }) => stage === 'toolchain')?.tool;
  const revision = settings['vcs.revision'];
  return {
    link: { products: { program: [digest] } },
    ...(content !== undefined && { compile: { products: { [main]: [content] } } }),
    ...(revision !== undefined && { source: { products: { commit: [`gitCommit:${revision}`] } } }),
    toolchain:
      goVersion !== undefined && goVersion !== go
        ? { products: { toolchain: [`${goVersion}, as the program says`] } }
        : { why: 'the program names its version, and the toolchain itself was not looked at' },
  };
}
