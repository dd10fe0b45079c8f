import { join, resolve } from 'node:path';
import { movedAgainst } from './against.ts';
import { movedBaseline } from './baseline.ts';
import { movedBefore } from './before.ts';
import { type ConfigFile, loadConfig } from './config-file.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { movedImagePlace } from './image-place.ts';
import type { InputValues } from './inputs.ts';
import type { Source } from './request.ts';
import { readSource } from './source.ts';

/** Everything that was said of a source, by whom. Paths are absolute. */
export interface Said {
  readonly source: Source;
  readonly file: ConfigFile | undefined;
  readonly given: InputValues;
  readonly top: InputValues;
  /** slipway.lock beside the configuration, else in the source folder; undefined for MODULE@VERSION without a configuration. */
  readonly lockFile: string | undefined;
}

/**
 * Reads what flags and the configuration file say of the source that a command is pointed at.
 * @throws SlipwayError E_CONFIG with every fault of the file, or where there is no such source
 */
export async function readSaid(flags: Flags, host: HostEnvironment): Promise<Said> {
  const source = await readSource(flags.positionals[0] ?? '.', host.cwd);
  const directory = source.kind === 'directory' ? source.directory : undefined;
  const file = await loadConfig(flags.values.config, host.cwd, directory);
  const folder = file?.directory ?? directory;
  return {
    source,
    file,
    given: located(flags.values, host.cwd),
    top: file === undefined ? {} : located(file.top, file.directory),
    lockFile: folder === undefined ? undefined : join(folder, 'slipway.lock'),
  };
}

/** The same values with paths of this machine made absolute. */
export function located(values: InputValues, directory: string): InputValues {
  return withPaths(values, (path) => resolve(directory, path));
}

/** The same values with every path of this machine changed, but for the configuration's own. */
export function withPaths(values: InputValues, change: (path: string) => string): InputValues {
  return {
    ...values,
    ...(values.goVersionFile !== undefined && { goVersionFile: change(values.goVersionFile) }),
    ...(values.digestFile !== undefined && { digestFile: change(values.digestFile) }),
    ...(values.report !== undefined && { report: change(values.report) }),
    ...(values.snapshot !== undefined && { snapshot: change(values.snapshot) }),
    ...(values.dockerfile !== undefined && { dockerfile: change(values.dockerfile) }),
    ...(values.builderTls !== undefined && { builderTls: change(values.builderTls) }),
    ...(values.html !== undefined && { html: change(values.html) }),
    ...(values.sizeHtml !== undefined && { sizeHtml: change(values.sizeHtml) }),
    ...(values.sign?.key?.kind === 'file' && {
      sign: { key: { kind: 'file' as const, path: change(values.sign.key.path) } },
    }),
    ...(values.compareImage !== undefined && { compareImage: movedBefore(values.compareImage, change) }),
    ...(values.against !== undefined && { against: movedAgainst(values.against, change) }),
    ...(values.compareDockerfile !== undefined && { compareDockerfile: change(values.compareDockerfile) }),
    ...(values.sbomDirectory !== undefined && { sbomDirectory: change(values.sbomDirectory) }),
    ...(values.baseline !== undefined && { baseline: movedBaseline(values.baseline, change) }),
    ...(values.cacheDirectory !== undefined && { cacheDirectory: change(values.cacheDirectory) }),
    ...(values.assets !== undefined && {
      assets: values.assets.map(({ from, to }) => ({ from: change(from), to })),
    }),
    ...(values.archiveFiles !== undefined && { archiveFiles: values.archiveFiles.map(change) }),
    ...(values.base !== undefined &&
      typeof values.base !== 'string' && { base: movedImagePlace(values.base, change) }),
    ...(values.outputs !== undefined && {
      outputs: values.outputs.map(({ kind, path }) => ({ kind, path: change(path) })),
    }),
  };
}
