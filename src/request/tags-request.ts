import { throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { imageNames, type PushPlace, pushPlaces } from './push.ts';
import type { Source } from './request.ts';
import { said, weighed } from './settings.ts';
import { readSaid } from './sources.ts';
import { namesTargets } from './template.ts';

/** What `slipway tags` is asked. */
export interface TagsRequest {
  readonly source: Source;
  readonly rules: readonly string[];
  /** Where each target's image would go: --push, then --image. */
  readonly places: ReadonlyMap<string, readonly PushPlace[]>;
}

/**
 * The request of `slipway tags`, from flags and file as a build's. A single program needs no name: it has the place of the
 * target where none is named.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function tagsRequest(flags: Flags, host: HostEnvironment): Promise<TagsRequest> {
  const { source, file, given, top } = await readSaid(flags, host);
  const run = [given, top];
  const image = said('image', run);
  const push = weighed('push', run);
  const tags = weighed('tags', run);
  const names = given.target?.map(({ name }) => name) ?? [...(file?.targets.keys() ?? [])];
  if (names.length === 0 && [...push, ...tags, image ?? ''].some(namesTargets)) {
    const message = 'the references or rules name {target}, and it is not known which targets there are';
    throwFaults(
      [{ where: '--target', message, hint: 'name them, for example --target api' }],
      'slipway tags',
    );
  }
  const targets = names.length === 0 ? ['main'] : names;
  const pushed = pushPlaces({ push, tags }, targets);
  const local = image === undefined ? undefined : imageNames({ image, tags }, targets);
  const placesOf = (target: string) => [pushed.get(target) ?? [], local?.get(target) ?? []].flat();
  return { source, rules: tags, places: new Map(targets.map((target) => [target, placesOf(target)])) };
}
