import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { openLayout } from '../../src/image/source/layout.ts';
import { build } from '../../src/pipeline.ts';
import type { ImageReport, Report } from '../../src/report/model.ts';
import { formatPlatform } from '../../src/request/platform.ts';
import { sameImages } from '../../src/verify/same/same-images.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { type Machine, portsOf, requestOf, type WatchedPorts } from './build-run.ts';
import { folderOf } from './temporary.ts';

/** A build into an OCI layout. */
export interface Made {
  readonly out: string;
  readonly report: Report;
  readonly ports: WatchedPorts;
}

/** Builds a module into a layout of its own. */
export async function madeImages(
  t: Pick<TestContext, 'after'>,
  here: Machine,
  module: string,
  ...flags: readonly string[]
): Promise<Made> {
  const out = join(await folderOf(t), 'out');
  const ports = portsOf(here);
  const request = await requestOf(here, module, ...flags, '--output', `oci:${out}`);
  return { out, ports, report: await build(request, ports) };
}

export const onPlatforms = (...names: readonly string[]): string[] =>
  names.flatMap((name) => ['--platform', name]);

/** What is different for whoever runs the images, and in what is said of them; their layers' bytes and their history may be. */
export async function differences(t: Pick<TestContext, 'after'>, a: Made, b: Made): Promise<Verdict[]> {
  const store = openBlobStore(await folderOf(t));
  const [one, other] = [await openLayout(a.out, undefined, store), await openLayout(b.out, undefined, store)];
  const verdicts = await sameImages(one, other, { store, subject: 'images' });
  const may = new Set(['same/history', 'same/layers']);
  assert.ok(verdicts.some(({ check }) => check === 'same/files'));
  return verdicts.filter(({ check, status }) => status !== 'pass' && !may.has(check));
}

/** Which engine, through which client, and whether its layers are the embedded engine's archives. */
export function engineOf({ report: { engine, verdicts } }: Made): unknown[] {
  const same = verdicts.find(({ check }) => check === 'engine/same-archives');
  return [engine?.name, engine?.client, same?.status];
}

export const rootOf = ({ report }: Pick<Made, 'report'>): string | undefined =>
  report.targets[0]?.indexDigest;

/** Every image by its platform. */
export function imagesOf({ report }: Pick<Made, 'report'>): Record<string, ImageReport> {
  const images = report.targets.flatMap((target) => target.images);
  return Object.fromEntries(images.map((image) => [formatPlatform(image.platform), image]));
}

/** Something of each image, by its platform. */
export function ofImages<Value>(one: Pick<Made, 'report'>, what: (image: ImageReport) => Value) {
  return Object.fromEntries(Object.entries(imagesOf(one)).map(([name, image]) => [name, what(image)]));
}

/** The layers' uncompressed archives by platform. */
export const archivesOf = (one: Made): Record<string, readonly string[]> =>
  ofImages(one, ({ layers }) => layers.map(({ diffId }) => diffId));

/** A document of the layout. */
export async function documentOf({ out }: Made, digest: string | undefined) {
  return JSON.parse(await readFile(join(out, 'blobs', (digest ?? '').replace(':', '/')), 'utf8'));
}
