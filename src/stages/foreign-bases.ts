import type { Base } from '../image/base/base.ts';
import { withContents, withKnownContents } from '../image/base/contents.ts';
import { namedUserNotice } from '../image/base/inherit.ts';
import type { Registry } from '../registry/registry.ts';
import type { ImagePlace } from '../request/image-place.ts';
import { readLock } from '../request/lock-file.ts';
import { asksForImages, asksForImagesHere } from '../request/output.ts';
import { formatPlatform, type Platform } from '../request/platform.ts';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { oncePer, settleAll } from '../support/concurrency.ts';
import { exists } from '../support/files.ts';
import type { Verdict } from '../verify/verdict.ts';
import { baseAt, openPlace, placeKey } from './base-places.ts';
import type { PlacedBase } from './base-signatures.ts';
import type { Ports } from './ports.ts';

/** The bases of a run's images by their keys, and what a person should know of them. */
export interface Bases {
  readonly byKey: ReadonlyMap<string, Base>;
  readonly notices: readonly string[];
  /** Of their signatures, where somebody asks for them. */
  readonly verdicts: readonly Verdict[];
}

/** What tells one foreign base from another. */
export function foreignBaseKey(place: ImagePlace, settings: TargetSettings, platform: Platform): string {
  return `${placeKey(place, settings.compression)} ${formatPlatform(platform)}`;
}

/** One platform of an image that targets stand on. */
interface Demand {
  readonly key: string;
  readonly place: ImagePlace;
  readonly platform: Platform;
  readonly settings: TargetSettings;
}

/**
 * The bases that others made, for every platform that becomes an image; none when no image is made. Each place is opened
 * once. Layers are brought here and looked into where an image comes to this machine whole, or where assets need to know
 * the folders below them; elsewhere what an earlier run saw is remembered.
 * @throws SlipwayError E_BASE when one cannot be a base; as `openImage`
 */
export async function makeForeignBases(
  settings: readonly TargetSettings[],
  request: BuildRequest,
  ports: Ports,
  registry: Registry,
): Promise<Bases> {
  const demands = asksForImages(request) ? settings.flatMap(demandsOf) : [];
  if (demands.length === 0) return { byKey: new Map(), notices: [], verdicts: [] };
  const { store, clock, signal } = ports;
  const { offline, lockFile } = request;
  const lock = lockFile !== undefined && (await exists(lockFile)) ? await readLock(lockFile) : undefined;
  const open = oncePer(
    ({ place, settings: { compression } }: Demand) => placeKey(place, compression),
    ({ place, settings: { compression } }) =>
      openPlace(place, { store, registry, compression, lock, offline, clock, signal }),
  );
  const here = asksForImagesHere(request);
  const looked = new Set(
    demands.filter((each) => here || each.settings.assets.length > 0).map(({ key }) => key),
  );
  const make = oncePer(
    ({ key }: Demand) => key,
    async (demand) => {
      const base = await baseAt(await open(demand), demand.platform);
      return looked.has(demand.key) ? withContents(base, store) : withKnownContents(base, store);
    },
  );
  const made = await settleAll(
    demands.map(async (demand) => ({
      key: demand.key,
      place: demand.place,
      base: await make(demand),
      notices: (await open(demand)).notices,
      user: demand.settings.user,
    })),
  );
  const notices = made.flatMap(({ base, notices: opened, user }) => {
    const { inherited, notices: own = [] } = base.foreign ?? {};
    const name = namedUserNotice(user, inherited?.user ?? '', base.reference);
    return [...opened, ...own, ...(name === undefined ? [] : [name])];
  });
  return {
    byKey: new Map(made.map(({ key, base }) => [key, base])),
    notices: [...new Set(notices)],
    verdicts: await signaturesOf(made, request, ports, registry),
  };
}

/** Nothing of it is loaded where nobody asks. */
async function signaturesOf(
  made: readonly PlacedBase[],
  { baseSignature, cacheDirectory }: BuildRequest,
  ports: Ports,
  registry: Registry,
): Promise<readonly Verdict[]> {
  if (baseSignature === undefined) return [];
  const { baseSignatures } = await import('./base-signatures.ts');
  return baseSignatures(made, { ...baseSignature, cacheDirectory }, ports, registry);
}

function demandsOf(settings: TargetSettings): Demand[] {
  const { base: place, platforms } = settings;
  if (typeof place === 'string') return [];
  return platforms
    .filter(({ os }) => os === 'linux')
    .map((platform) => ({ key: foreignBaseKey(place, settings, platform), place, platform, settings }));
}
