import { isFields, parseForeignJson } from '../../support/fields.ts';
import { isDigest } from '../../support/hashing.ts';
import { listed, misnamed, shown, unsound } from './faults.ts';
import { sameImageName } from './layout-index.ts';

/** The document of a docker archive (moby, image/spec/v1.2.md, "Combined Image JSON + Filesystem Changeset Format"). */
export const dockerManifest = 'manifest.json';

/** One image of a docker archive: paths in the archive. */
export interface DockerImage {
  readonly config: string;
  /** As they were written: `api:v1`, `localhost/api:v1`. */
  readonly names: readonly string[];
  /** From the lowest up. */
  readonly layers: readonly string[];
}

/**
 * Reads manifest.json.
 * @throws SlipwayError E_BASE when it is not what Docker writes
 */
export function readDockerManifest(name: string, bytes: Uint8Array): readonly DockerImage[] {
  const value = parseForeignJson(bytes);
  if (!Array.isArray(value)) throw unsound(name, `its ${dockerManifest} is not a JSON list`);
  return value.map((item: unknown, at) => {
    const { Config, RepoTags, Layers }: Listed = isFields(item) ? item : {};
    const names = RepoTags ?? [];
    if (typeof Config === 'string' && areTexts(names) && areTexts(Layers))
      return { config: Config, names, layers: Layers };
    throw unsound(name, `entry ${at} of its ${dockerManifest} has no Config and Layers`);
  });
}

interface Listed {
  readonly Config?: unknown;
  readonly RepoTags?: unknown;
  readonly Layers?: unknown;
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/**
 * The image that is meant: by one of its names with Docker's defaults filled in, by image ID (the config's digest), or
 * without a choice the only one.
 * @throws SlipwayError E_CONFIG that lists what there is
 */
export function chooseDockerImage(
  name: string,
  images: readonly DockerImage[],
  choice: string | undefined,
): DockerImage {
  const fitting = images.filter((image) => choice === undefined || fits(image, choice));
  const [only, other] = [...new Map(fitting.map((image) => [image.config, image])).values()];
  if (only !== undefined && other === undefined) return only;
  if (images.length === 0) throw unsound(name, `its ${dockerManifest} names no image`);
  const there = listed(images.map(({ names, config }) => names.map(bare).join(' = ') || bare(config)));
  if (only === undefined) throw misnamed(name, `has no image ${shown(choice ?? '')}; it has ${there}`);
  const what = choice === undefined ? 'holds several images' : 'has several images of that name';
  throw misnamed(name, `${what}: ${there}`, 'name one after the path, as :NAME:TAG');
}

function fits({ names, config }: DockerImage, choice: string): boolean {
  if (isDigest(choice)) return config.includes(choice.slice('sha256:'.length));
  return names.some((each) => sameImageName(each, choice));
}

function bare(text: string): string {
  return shown(text).slice(1, -1);
}
