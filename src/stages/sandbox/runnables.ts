import { withFileSource } from '../../binary/byte-source.ts';
import { readElf } from '../../binary/elf/facts.ts';
import { isElf } from '../../binary/elf/header.ts';
import type { BlobStore } from '../../cache/blob-store.ts';
import { parseConfig } from '../../image/documents.ts';
import { type ManifestNode, plain } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { type Platform, parsePlatform } from '../../request/platform.ts';
import { bareRoot, programPath } from '../../sandbox/root/bare-root.ts';
import { imageRoot } from '../../sandbox/root/image-root.ts';
import { imageRunnable } from '../../sandbox/root/image-runnable.ts';
import type { Runnable } from '../../sandbox/runnable.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Json } from '../../verify/json.ts';
import { configView } from '../../verify/views.ts';

/** A program alone, ready to be run. */
export async function fileRunnable(
  subject: string,
  platform: Platform,
  path: string,
  emulator: string | undefined,
): Promise<Runnable> {
  const root = await bareRoot(path, emulator);
  return {
    ...{
      subject,
      platform,
      root,
      program: programPath,
      entrypoint: [programPath],
      cmd: [],
      env: certificates,
    },
    ...{ cwd: '/', user: undefined, ports: [], notes: loaderNotes(path) },
  };
}

/** What an empty root has not, of a program that is linked dynamically. */
function loaderNotes(path: string): string[] {
  const head = withFileSource(path, (source) => (isElf(source.read(0, 4)) ? readElf(source) : undefined));
  if (head?.interpreter === undefined) return [];
  return [`it asks for ${head.interpreter}, which is not in an empty root: run an image that has it`];
}

/** As the static base says it. */
const certificates = { SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' };

/**
 * One platform's image, ready to be run.
 * @throws SlipwayError E_SANDBOX when it starts nothing, E_BASE when it cannot be read, E_IO; and as the source's `fetch`
 */
export async function runnableOf(
  subject: string,
  platform: Platform,
  { source, image, store }: { source: ImageSource; image: ManifestNode; store: BlobStore },
  emulator: string | undefined,
): Promise<Runnable> {
  const { config } = image.document;
  const view = configView(
    JSON.parse(Buffer.from(await source.document(plain(config))).toString('utf8')) as Json,
  );
  const root = await imageRoot(source, image, store, emulator);
  try {
    return imageRunnable(subject, platform, view, root);
  } catch (error) {
    await root.remove();
    throw error;
  }
}

/**
 * What an image is for, by the index that lists it, else by its config.
 * @throws SlipwayError E_BASE when neither says
 */
export async function platformOfImage(source: ImageSource, image: ManifestNode): Promise<Platform> {
  const { config } = image.document;
  const said =
    image.descriptor.platform ?? parseConfig(await source.document(plain(config)), config.digest).platform;
  if (said === undefined)
    throw new SlipwayError('E_BASE', `${source.name} does not say which platform it is for`);
  const { os, architecture, variant } = said;
  return parsePlatform([os, architecture, ...(variant === undefined ? [] : [variant])].join('/'));
}
