import type { Base } from '../image/base/base.ts';
import type { Image } from '../image/image.ts';
import type { MadeLayer } from '../image/layer.ts';
import type { Metadata } from '../image/metadata.ts';
import type { FileContent, TarEntry } from '../image/tar.ts';
import type { Platform } from '../request/platform.ts';
import type { TargetSettings } from '../request/request.ts';

/** One platform's image before it exists: the same for every engine. */
export interface ImagePlan {
  readonly platform: Platform;
  readonly base: Base;
  /** The linked file; its digest is what this run recorded or checked. */
  readonly executable: FileContent;
  /** The executable's layer, where it was made before (`makeProgramLayer`). */
  readonly programLayer?: MadeLayer;
  /** The target's name: also the executable's in the image. */
  readonly name: string;
  readonly importPath: string;
  /** From `collectAssets`, once for all platforms of a target. */
  readonly assets: readonly TarEntry[];
  readonly settings: Pick<
    TargetSettings,
    'compression' | 'entrypoint' | 'cmd' | 'env' | 'user' | 'workdir' | 'ports'
  >;
  readonly metadata: Metadata;
  /** RFC 3339, UTC: the config's and its history's time. */
  readonly created: string;
  /** Seconds since 1970: every layer entry's time. */
  readonly mtime: number;
}

/** Where an image has its program. */
export function programPath(image: Pick<Image, 'programPath'> | undefined, name: string): string {
  return image?.programPath ?? executablePath(name);
}

/** Where the executable lies in an image: a folder that no common base has as a symlink, and that PATH names. */
export function executablePath(name: string): string {
  return `/usr/local/bin/${name}`;
}
