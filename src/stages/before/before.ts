import { fetchingStore } from '../../image/base/fetching.ts';
import type { Layout } from '../../image/image.ts';
import { storedSource } from '../../image/source/stored.ts';
import type { BeforeImage, BeforeReport } from '../../report/before/model.ts';
import { type BeforeRequest, formatBefore } from '../../request/before.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { type ErrorCode, SlipwayError } from '../../support/errors.ts';
import { originsOf } from '../delivery.ts';
import type { InspectedTarget } from '../inspection.ts';
import type { RunPorts } from '../registries.ts';
import { trier } from '../sandbox/try-program.ts';
import { compareImages } from './before-images.ts';
import { openBefore } from './before-source.ts';

export interface Befores {
  /** By the target's name. */
  readonly byTarget: ReadonlyMap<string, BeforeReport>;
  readonly notices: readonly string[];
}

/** What somebody else's registry or image can be wrong by: a build does not fail for that. */
const theirs: readonly ErrorCode[] = ['E_REGISTRY', 'E_NETWORK', 'E_AUTH', 'E_BASE'];

/**
 * The same as `compareAll`, where the image from before cannot be had or read without it: what was built stands, and why nothing is
 * compared is said.
 * @throws SlipwayError E_CONFIG, E_IO; and as `runningMemory`
 */
export async function measureBefore(...asked: Parameters<typeof compareAll>): Promise<Befores> {
  try {
    return await compareAll(...asked);
  } catch (error) {
    if (!(error instanceof SlipwayError) || !theirs.includes(error.code)) throw error;
    const [before] = asked;
    const notice = `nothing is compared with ${formatBefore(before)}: ${error.message}`;
    return { byTarget: new Map(), notices: [error.hint === undefined ? notice : `${notice}\n${error.hint}`] };
  }
}

/**
 * Holds every image that was made against the one from before, for each platform that both have. Programs are run only where a target
 * has a contract that says what they are to do.
 * @throws SlipwayError as `openBefore` and `compareImages`
 */
async function compareAll(
  before: BeforeRequest,
  targets: readonly InspectedTarget[],
  layouts: readonly (Layout | undefined)[],
  { sandbox }: Pick<BuildRequest, 'sandbox'>,
  ports: RunPorts,
): Promise<Befores> {
  const opened = await openBefore(before, ports);
  const notices: string[] = [...opened.notices];
  const byTarget = new Map<string, BeforeReport>();
  const source = formatBefore(before);
  const { builtBy } = opened;
  const runs = trier(ports, sandbox);
  for (const [at, target] of targets.entries()) {
    const { name, settings } = target;
    const layout = layouts[at];
    if (layout === undefined) {
      notices.push(`${name}: no image was made that could be compared with ${source}`);
      continue;
    }
    const store = fetchingStore(ports.store, originsOf(target));
    const after = { source: storedSource(name, layout.root, store, []), store };
    const { smoke } = settings;
    const run = sandbox === 'off' || smoke === undefined ? undefined : { smoke, trier: runs };
    const images: BeforeImage[] = [];
    for (const { platform } of layout.images) {
      const side = await opened.platform(platform);
      const found =
        typeof side === 'string'
          ? { fault: side }
          : await compareImages({ before: side, after, platform, run }, ports);
      if ('fault' in found) {
        notices.push(`${name} (${formatPlatform(platform)}) is compared with nothing: ${found.fault}`);
        continue;
      }
      images.push(found.image);
      notices.push(...found.notices);
    }
    byTarget.set(name, { source, ...(builtBy !== undefined && { builtBy }), images });
  }
  return { byTarget, notices: [...new Set(notices)] };
}
