import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openImageFile } from '../../../src/image/source/open.ts';
import type { ImageView, ViewFile } from '../../../src/image/view/image-view.ts';
import { viewImage } from '../../../src/image/view/view-image.ts';
import { digestOf, type Entry, makeTar } from '../../support/make-layout.ts';
import { output } from '../../support/tools.ts';
import { gzip, workplace } from '../source/opened.ts';

/** What an archive is made of beside its layers: the config's `config`, and a step for each layer. */
export interface Settings {
  readonly execution?: Readonly<Record<string, unknown>>;
  readonly history?: readonly Readonly<Record<string, unknown>>[];
}

/** A docker archive as `docker save` of Docker 25 lays it out, its layers' tar files as they are. */
export function dockerArchive(layers: readonly Buffer[], { execution = {}, history }: Settings = {}): Buffer {
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: execution,
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
    history: history ?? layers.map((_, at) => ({ created_by: `step ${at + 1}` })),
  });
  const hex = (content: Buffer | string): string => digestOf(content).slice('sha256:'.length);
  const names = layers.map((layer) => `${hex(layer)}.tar`);
  const files = new Map(layers.map((layer, at) => [names[at] ?? '', layer]));
  return makeTar([
    ...[...files].map(([path, content]) => ({ path, content })),
    { path: `${hex(config)}.json`, content: config },
    {
      path: 'manifest.json',
      content: JSON.stringify([{ Config: `${hex(config)}.json`, RepoTags: ['a/b:1'], Layers: names }]),
    },
  ]);
}

export interface Viewed {
  readonly view: ImageView;
  /** The docker archive. */
  readonly file: string;
  /** The entry of that path in a layer, the last one where there are several. */
  readonly at: (path: string, layer?: number) => ViewFile | undefined;
}

/** Looks into an image whose layers have these entries. */
export function viewLayers(
  t: Pick<TestContext, 'after'>,
  layers: readonly (readonly Entry[])[],
  settings: Settings = {},
): Promise<Viewed> {
  return viewTars(t, layers.map(makeTar), settings);
}

/** Looks into an image whose layers are these archives. */
export async function viewTars(
  t: Pick<TestContext, 'after'>,
  tars: readonly Buffer[],
  settings: Settings = {},
): Promise<Viewed> {
  const { folder, store } = await workplace(t);
  const file = join(folder, 'image.tar');
  await writeFile(file, dockerArchive(tars, settings));
  const view = await viewImage(await openImageFile(file, undefined, gzip, store), { store });
  const at = (path: string, layer?: number): ViewFile | undefined =>
    view.files.findLast((each) => each.path === path && (layer === undefined || each.layer === layer));
  return { view, file, at };
}

/** What `dive --json` writes (runtime/export). */
export interface DiveReport {
  readonly layer: readonly {
    readonly sizeBytes: number;
    readonly command: string;
    readonly fileList: readonly {
      readonly path: string;
      readonly typeFlag: number;
      readonly size: number;
      readonly isDir: boolean;
    }[];
  }[];
  readonly image: {
    readonly sizeBytes: number;
    readonly inefficientBytes: number;
    readonly efficiencyScore: number;
    readonly fileReference: readonly { count: number; sizeBytes: number; file: string }[];
  };
}

/** What dive says of a docker archive. */
export async function diveReport(file: string): Promise<DiveReport> {
  const report = `${file}.dive.json`;
  await output('dive', ['--source', 'docker-archive', file, '--json', report]);
  return JSON.parse(await readFile(report, 'utf8'));
}
