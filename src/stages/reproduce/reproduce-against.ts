import { readFile } from 'node:fs/promises';
import type { Against } from '../../request/against.ts';
import type { BuildRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { parseFields } from '../../support/fields.ts';
import { openAnyImage } from '../open-image.ts';
import type { Ports } from '../ports.ts';
import { runRegistry } from '../registries.ts';
import { isReport } from '../sizes/baseline-file.ts';
import { type Side, type SideTarget, sideOfBuild, sideOfImage } from './reproduce-sides.ts';

/** What was built before, as soon as it is known what it is compared with. */
export interface Before {
  /**
   * @param now what was built
   * @param partly true where platforms or targets were chosen: what else there was is no difference
   */
  readonly of: (now: Side, partly: boolean) => Compared;
  readonly close: () => Promise<void>;
}

/** Both sides as far as one can be held against the other. */
interface Compared {
  readonly a: Side;
  readonly b: Side;
  readonly notices: readonly string[];
}

const name = 'before';
const byId =
  'a docker archive has no manifests: images are compared by their IDs, which are the digests of their configs';

/**
 * Opens what one build is held against.
 * @throws SlipwayError E_CONFIG when it is not there, is no report, or could be of several targets; E_BASE, E_REGISTRY, E_AUTH, E_NETWORK
 */
export async function openBefore(against: Against, request: BuildRequest, ports: Ports): Promise<Before> {
  if (against.kind === 'report') {
    const side = await sideOfReport(against.path);
    return { of: (now, partly) => chosen(side, now, partly), close: async () => {} };
  }
  const registry = runRegistry(request, ports);
  try {
    const { compression } = request.defaults;
    const { store, signal } = ports;
    const source = await openAnyImage(against.place, { store, registry, compression, signal });
    const { targets } = await sideOfImage(source, '');
    return {
      of: (now, partly) => {
        const [target] = now.targets;
        if (target === undefined || now.targets.length > 1) throw severalTargets(now);
        const before = { name, targets: targets.map((one) => ({ ...one, name: target.name })) };
        // An image has no bare files, and what was named need not be an index: they are none of its differences.
        const isIndex = before.targets.every(({ index }) => index !== undefined);
        const of = { ...target, files: [], index: isIndex ? target.index : undefined };
        const found = chosen(before, { ...now, targets: [of] }, partly);
        const made = source.made === true ? [byId] : (source.notices ?? []);
        return { ...found, notices: [...made, ...found.notices] };
      },
      close: registry.close,
    };
  } catch (error) {
    await registry.close();
    throw error;
  }
}

function severalTargets({ targets }: Side): SlipwayError {
  const names = targets.map((one) => one.name);
  return new SlipwayError('E_CONFIG', `an image is of one target, and there are ${names.join(', ')}`, {
    hint: `choose one, for example --target ${names[0]}, or hold them against a report.json`,
  });
}

/** What was chosen of what there was. */
function chosen(before: Side, now: Side, partly: boolean): Compared {
  if (!partly) return { a: before, b: now, notices: [] };
  const targets = before.targets.flatMap((target) => {
    const same = now.targets.find((one) => one.name === target.name);
    return same === undefined ? [] : [chosenOf(target, same)];
  });
  const left = before.targets.flatMap((target) => {
    const kept = targets.find((one) => one.name === target.name);
    if (kept === undefined) return [target.name];
    const platforms = [...target.images, ...target.files].filter(
      (one) => ![...kept.images, ...kept.files].includes(one),
    );
    return [...new Set(platforms.map(({ platform }) => `${target.name} (${platform})`))];
  });
  const isWhole = (target: SideTarget): boolean =>
    targets.some((one) => one.name === target.name && one.index !== undefined);
  return {
    a: { ...before, targets },
    b: { ...now, targets: now.targets.map((one) => (isWhole(one) ? one : { ...one, index: undefined })) },
    notices: left.length === 0 ? [] : [`not built now, and so not compared: ${left.join(', ')}`],
  };
}

/** An index that lists more is another one. */
function chosenOf(before: SideTarget, now: SideTarget): SideTarget {
  const isThere = (one: { readonly platform: string }, all: readonly { readonly platform: string }[]) =>
    all.some(({ platform }) => platform === one.platform);
  const images = before.images.filter((one) => isThere(one, now.images));
  const files = before.files.filter((one) => isThere(one, now.files));
  return { ...before, images, files, index: images.length < before.images.length ? undefined : before.index };
}

/** @throws SlipwayError E_CONFIG when it is no whole report */
async function sideOfReport(path: string): Promise<Side> {
  const refused = (why: string, cause?: unknown): SlipwayError =>
    new SlipwayError('E_CONFIG', `--against ${path}: ${why}`, {
      hint: 'name what slipway build --report wrote, or an image',
      cause,
    });
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refused('it cannot be read', error);
  });
  const fields = parseFields(text);
  if (!isReport(fields)) throw refused('it is no report of a build');
  try {
    return sideOfBuild(name, fields);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refused('it is no whole report of a build', error);
  }
}
