import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import { scratchBase } from '../../image/base/base.ts';
import { foreignPlatformText, parseConfig } from '../../image/documents.ts';
import type { Image } from '../../image/image.ts';
import { imagesIn, plain, readTree } from '../../image/image-tree.ts';
import { writeLayout } from '../../image/layout.ts';
import { openLayout } from '../../image/source/layout.ts';
import { withCopiedFiles } from '../../image/view/copied-files.ts';
import { executionOf } from '../../image/view/image-config.ts';
import type { ImageView, ViewFile } from '../../image/view/image-view.ts';
import { viewImage } from '../../image/view/view-image.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { isSystemError, SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { assembleImage, assembleIndex } from '../embedded.ts';
import type { ImagePlan } from '../plan.ts';
import type { Definition } from './solve.ts';

/** A Dockerfile of the user's and what goes with it. Paths are absolute. */
export interface UserDockerfile {
  readonly path: string;
  /** The source folder. */
  readonly context: string;
  /** Whether it takes the programs that Slipway compiles; otherwise it makes one itself. */
  readonly takesPrograms: boolean;
  readonly secrets: readonly string[];
  readonly ssh: readonly string[];
}

/** The named context with the programs. */
export const programsContext = 'programs';

/**
 * Reads whether a Dockerfile takes programs: `FROM programs`, `COPY --from=programs` or a mount from it.
 * @throws SlipwayError E_CONFIG when there is no such file
 */
export async function readTakesPrograms(path: string): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8');
    return text.split('\n').some((line) => !/^\s*#/.test(line) && /\bfrom[=\s]\s*programs\b/i.test(line));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new SlipwayError('E_CONFIG', `--dockerfile ${path} cannot be read: ${cause.code}`, { cause });
  }
}

/**
 * What BuildKit is given of it. `programs` is an image for each platform that has nothing but the program, where the embedded
 * engine puts it: `COPY --from=programs / /` takes the one for the platform.
 * @param plans empty where nothing is known yet of what the images are to be
 * @param folder a new one, absolute
 */
export async function layOutDockerfile(
  name: string,
  platforms: readonly Platform[],
  plans: readonly ImagePlan[],
  { path, context, takesPrograms, secrets, ssh }: UserDockerfile,
  folder: string,
  store: BlobStore,
): Promise<Definition> {
  const [plan] = plans;
  const seconds = Math.floor(Date.parse(plan?.created ?? '') / 1000);
  const definition = {
    ...{ name, context, dockerfile: path, platforms, secrets, ssh, contexts: [] },
    args: {
      SLIPWAY_TARGET: name,
      ...(Number.isFinite(seconds) && { SOURCE_DATE_EPOCH: String(Math.max(0, seconds)) }),
    },
    ...(plan !== undefined && { labels: plan.metadata.labels }),
  };
  if (plans.length === 0 || !takesPrograms) return definition;
  const alone = await Promise.all(
    plans.map((each) => assembleImage({ ...each, base: scratchBase(), assets: [] }, store)),
  );
  const tree = await assembleIndex(alone, {}, store);
  const programs = join(folder, programsContext);
  await writeLayout(tree, store, programs, programsContext);
  return {
    ...definition,
    contexts: [{ name: programsContext, kind: 'layout', path: programs, digest: tree.root.digest }],
  };
}

/** What is in an image, and what it starts. */
export interface MadeView {
  /** The layout that it lies in. */
  readonly path: string;
  readonly view: ImageView;
  readonly started: readonly string[];
}

/** What is in the images of layouts, by platform. */
export async function viewMade(
  parts: readonly { readonly path: string }[],
  store: BlobStore,
): Promise<ReadonlyMap<string, MadeView>> {
  const views = new Map<string, MadeView>();
  for (const { path } of parts) {
    const source = await openLayout(path, undefined, store);
    for (const image of imagesIn(await readTree(source.root, source.document))) {
      const view = await viewImage(source, { image, store });
      const { config } = image.document;
      const { fields } = parseConfig(await source.document(plain(config)), config.digest);
      if (view.platform === undefined) continue;
      views.set(foreignPlatformText(view.platform), { path, view, started: executionOf(fields).command });
    }
  }
  return views;
}

/**
 * The Go program that an image is about: the one that it starts; where that is a script, the one that is called as the target; else the
 * only one.
 * @param started its entrypoint and arguments
 * @throws SlipwayError E_CONFIG when there is none, or several and nothing tells which
 */
export function programIn(
  { files }: Pick<ImageView, 'files'>,
  starting: readonly string[],
  name: string,
): ViewFile & { readonly digest: Digest } {
  const programs = files.filter(
    (file): file is ViewFile & { readonly digest: Digest } =>
      file.kind === 'file' &&
      file.state === 'present' &&
      file.program?.go !== undefined &&
      file.digest !== undefined,
  );
  const [started = ''] = starting;
  const found =
    programs.find(({ path }) => path === started) ??
    programs.find(({ path }) => basename(path) === basename(started)) ??
    programs.find(({ path }) => basename(path) === name) ??
    (programs.length === 1 ? programs[0] : undefined);
  if (found !== undefined) return found;
  const there = programs.map(({ path }) => path).join(', ');
  throw new SlipwayError(
    'E_CONFIG',
    `the image of --dockerfile for ${name} has ${there === '' ? 'no Go program' : `several Go programs, and starts none of them: ${there}`}`,
    {
      hint: 'COPY --from=programs / / puts the one in that Slipway compiled, and ENTRYPOINT says which one it is about',
    },
  );
}

/** Writes a program of an image to a file for as long as it is used. */
export async function withProgram<T>(
  { path: directory, view }: MadeView,
  file: ViewFile,
  store: BlobStore,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const source = await openLayout(directory, undefined, store);
  let result: { readonly value: T } | undefined;
  await withCopiedFiles(source, view, [file], store, async (path) => {
    result = { value: await use(path) };
  });
  if (result === undefined) throw new SlipwayError('E_INTERNAL', `${file.path} was lost while it was read`);
  return result.value;
}

/**
 * The images with their layers told apart by where the program lies.
 * @throws SlipwayError E_VERIFY when an image does not have the very program that was checked
 */
export function withPrograms(
  images: readonly Image[],
  views: ReadonlyMap<string, MadeView>,
  plans: readonly ImagePlan[],
): Image[] {
  return images.map((image) => {
    const platform = formatPlatform(image.platform);
    const plan = plans.find((each) => formatPlatform(each.platform) === platform);
    const file = views
      .get(platform)
      ?.view.files.find(({ state, digest }) => state === 'present' && digest === plan?.executable.digest);
    if (file === undefined || plan === undefined) {
      throw new SlipwayError(
        'E_VERIFY',
        `the image of --dockerfile for ${platform} does not have the program that was checked`,
        {
          hint: 'take it with COPY --from=programs / / and leave it as it is',
        },
      );
    }
    const kindAt = (at: number) => (at < file.layer ? 'base' : at === file.layer ? 'binary' : 'asset');
    const layers = image.layers.map((layer, at) => ({ ...layer, kind: kindAt(at) }) as const);
    return { ...image, layers, programPath: file.path };
  });
}
