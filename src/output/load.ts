import { rm } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { repoTag, writeDockerArchive } from '../image/docker-archive.ts';
import type { Image } from '../image/image.ts';
import { formatPlatform } from '../request/platform.ts';
import type { LoadRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Command, failure, shellLine } from '../support/exec.ts';
import type { Digest } from '../support/hashing.ts';
import { definedOnly, type Engine, type EngineName, type EnginePorts, findEngine } from './engines.ts';

/** An image that an engine on this machine has now. */
export interface LoadedImage {
  readonly engine: EngineName;
  /** In full: `docker.io/library/api:latest`. */
  readonly names: readonly string[];
  /** The config's digest, which docker and podman call the image ID. */
  readonly id: Digest;
  readonly platform: string;
  /** True when the engine had it under all its names already. */
  readonly unchanged: boolean;
  readonly notices: readonly string[];
}

/**
 * Loads the image that fits the engine's platform, or the only one, into a container engine on this machine, and asks the
 * engine what it got.
 * @param names as the engine shall list it; without any it goes by its ID
 * @throws SlipwayError E_TOOL when no engine answers or it refuses the image, E_CONFIG when no image fits or a name is none
 */
export async function loadImage(
  images: readonly Image[],
  request: { readonly engine: LoadRequest; readonly names: readonly string[] },
  ports: EnginePorts & { readonly store: BlobStore },
): Promise<LoadedImage> {
  const names = request.names.map(repoTag);
  const engine = await findEngine(request.engine, ports);
  if (engine.engine === 'containerd' && names.length === 0) {
    throw new SlipwayError('E_CONFIG', 'containerd keeps images by name, and this one has none', {
      hint: 'give it one with --image, for example --image example.com/api:dev',
    });
  }
  const image = imageFor(engine, images);
  const { digest: id } = image.config;
  const loaded = { engine: engine.engine, names, id, platform: formatPlatform(image.platform) };
  if (await isThere(engine, id, names, ports)) return { ...loaded, unchanged: true, notices: [] };
  const file = await ports.store.reserve();
  try {
    await writeDockerArchive(image, ports.store, file, names);
    await run(engine, { file: engine.file, args: engine.load(file, ports.env) }, ports);
  } finally {
    await rm(file, { force: true });
  }
  return { ...loaded, unchanged: false, notices: await compareId(engine, id, names[0], ports) };
}

/** Of an architecture's variants the one that most machines run: the baseline; of ARM's the highest, which Docker means too. */
function imageFor({ engine, platform }: Engine, images: readonly Image[]): Image {
  const fitting = images.filter(
    (image) => image.platform.os === platform.os && image.platform.architecture === platform.architecture,
  );
  const sorted = fitting.toSorted((a, b) =>
    formatPlatform(a.platform) < formatPlatform(b.platform) ? -1 : 1,
  );
  const [only] = images.length === 1 ? images : [];
  const image = (platform.architecture === 'arm' ? sorted.at(-1) : sorted[0]) ?? only;
  if (image !== undefined) return image;
  const there = images.map((one) => formatPlatform(one.platform)).join(', ');
  throw new SlipwayError(
    'E_CONFIG',
    `${engine} runs ${platform.os}/${platform.architecture} here, and the image is for ${there}`,
    { hint: `build for it too: --platform ${platform.os}/${platform.architecture}` },
  );
}

async function run(engine: Engine, command: Command, ports: EnginePorts): Promise<void> {
  const result = await ports.exec({ ...command, env: definedOnly(ports.env) });
  if (result.status === 0) return;
  const said = `${result.stderr}${result.stdout}`.trim();
  throw new SlipwayError(
    'E_TOOL',
    `${engine.program} did not load the image: ${failure(result)}\n${shellLine(command)}\n${said}`,
    { hint: 'the engine is there, and the reason is its own; "docker system df" and its log may tell more' },
  );
}

/** Whether the engine has this image under each of its names. */
async function isThere(
  engine: Engine,
  id: Digest,
  names: readonly string[],
  ports: EnginePorts,
): Promise<boolean> {
  for (const name of names) if ((await idOf(engine, name, ports)) !== id) return false;
  return names.length > 0;
}

/** Says what keeps the engine's ID from being compared; nothing when it is the config's digest. */
async function compareId(
  engine: Engine,
  id: Digest,
  name: string | undefined,
  ports: EnginePorts,
): Promise<string[]> {
  if ((await idOf(engine, id, ports)) === id) return [];
  // With containerd's image store docker's IDs are digests of manifests, and the manifest is one that it made.
  const other = name === undefined ? undefined : await idOf(engine, name, ports);
  return [
    other === undefined
      ? `${engine.program} does not tell the config's digest of an image: ${id} was not compared`
      : `${engine.program} has the image as ${other}; its config is ${id}`,
  ];
}

/** What the engine calls the ID of an image; undefined when it has none of that name, or does not tell. */
async function idOf(
  { inspect, file }: Engine,
  image: string,
  { exec, env }: EnginePorts,
): Promise<string | undefined> {
  if (inspect === undefined) return undefined;
  const answer = await exec({ file, args: inspect(image), env: definedOnly(env) });
  return answer.status === 0 ? `sha256:${answer.stdout.trim().replace(/^sha256:/, '')}` : undefined;
}
