import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import { openBlobStore } from '../../cache/local-store.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { missingBlob, storedSource } from '../../image/source/stored.ts';
import type { Report } from '../../report/model.ts';
import type { Reproduced } from '../../report/reproduction/reproduction.ts';
import type { AskedRun } from '../../request/baseline-request.ts';
import { samePlatform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type Delivery, storeOf } from '../delivery.ts';
import { shippedFile } from '../pack/packing.ts';
import type { Ports } from '../ports.ts';
import type { Build } from '../sizes/base-builds.ts';
import { contextOf } from './reproduce.ts';
import { buildClean, withReproduceFolder } from './reproduce-build.ts';
import { compareSides } from './reproduce-compare.ts';
import { type OpenResults, type Side, sideOfBuild, writtenResults } from './reproduce-sides.ts';
import { reproduceVerdicts } from './reproduce-verdicts.ts';
import { elsewhere, here, sharedOf } from './reproduce-ways.ts';

/** What a run made and has not written yet. */
export interface MadeBuild {
  readonly report: Pick<Report, 'toolchain' | 'source' | 'targets'>;
  readonly deliveries: readonly Delivery[];
}

export interface BuiltAgain {
  readonly reproduced: Reproduced;
  readonly verdicts: readonly Verdict[];
}

/** Builds once more what a run made, and compares. */
export type Again = (made: MadeBuild) => Promise<BuiltAgain>;

/**
 * `slipway build --reproduce`: builds the run's request once more, from nothing and elsewhere, and compares that with what the run is about
 * to write.
 * @throws SlipwayError as {@link buildClean}
 */
export function buildAgain(
  asked: AskedRun,
  { report, deliveries }: MadeBuild,
  ports: Ports,
  build: Build,
): Promise<BuiltAgain> {
  return withReproduceFolder(asked.request, async (work) => {
    const store = openBlobStore(join(work, 'compared'));
    const built = await buildClean(elsewhere, asked, work, ports, build);
    const whole = [
      sideOfBuild(here.name, report, madeResults(deliveries, ports, store)),
      sideOfBuild(elsewhere.name, built.report, writtenResults(store)),
    ] as const;
    // BuildKit's provenance lies in the index, and has times in it.
    const isTimed = asked.request.engine.provenance !== 'off';
    const [a, b] = isTimed ? [withoutIndexes(whole[0]), withoutIndexes(whole[1])] : whole;
    const { source } = asked.request;
    const own = { paths: source.kind === 'directory' ? [source.directory] : [], users: [], times: [] };
    const context = contextOf(own, built);
    const sides = { a: a.name, b: b.name };
    const targets = await compareSides(a, b, { store, context });
    const first = {
      ...{ name: here.name, varied: {} },
      folder: source.kind === 'directory' ? ('own' as const) : ('module' as const),
    };
    return {
      reproduced: { sides, builds: [first, built.built], shared: sharedOf(asked.request), targets },
      verdicts: reproduceVerdicts({ sides, targets }),
    };
  });
}

function withoutIndexes(side: Side): Side {
  return { ...side, targets: side.targets.map((target) => ({ ...target, index: undefined })) };
}

/** What was made lies in the store, and programs at their private paths. */
function madeResults(deliveries: readonly Delivery[], ports: Ports, store: BlobStore): OpenResults {
  const of = (name: string): Delivery => {
    const found = deliveries.find(({ target }) => target.name === name);
    if (found === undefined) throw new SlipwayError('E_INTERNAL', `the target ${name} lost its place`);
    return found;
  };
  return {
    image: async ({ name }) => {
      const delivery = of(name);
      if (delivery.layout === undefined) throw new SlipwayError('E_INTERNAL', `${name} has no image`);
      const own = storeOf(delivery, ports);
      return broughtTo(store, own, storedSource(name, delivery.layout.root, own, []));
    },
    file: ({ name }, { platform }) => {
      const made = of(name).target.executables.find((one) => samePlatform(one.platform, platform));
      return made && shippedFile(made).path;
    },
  };
}

/** The same image, whose blobs are copied to another store when they are asked for. */
function broughtTo(store: BlobStore, from: BlobStore, source: ImageSource): ImageSource {
  return {
    ...source,
    fetch: async (descriptor) => {
      if ((await store.find(descriptor.digest)) !== undefined) return;
      await source.fetch(descriptor);
      const found = await from.find(descriptor.digest);
      if (found === undefined) throw missingBlob(source.name, descriptor);
      const path = await store.reserve();
      await copyFile(found.path, path, constants.COPYFILE_FICLONE);
      await store.keep(path, descriptor.digest);
    },
  };
}
