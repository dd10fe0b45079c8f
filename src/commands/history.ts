import {
  type HistoryEntry,
  type SnapshotHistory,
  snapshotHistory,
} from '../registry/snapshots/snapshot-history.ts';
import type { HistoryPoint } from '../report/history.ts';
import type { HistoryRequest } from '../request/history-request.ts';
import { formatReference } from '../request/reference.ts';
import { historyPoint } from '../stages/history.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { SlipwayError } from '../support/errors.ts';
import { writeFileAtomic } from '../support/files.ts';

/** What `slipway history --json` prints; schema/report.schema.json, $defs/history. */
export interface HistoryResult {
  /** From the oldest to the newest. */
  readonly points: readonly HistoryPoint[];
  readonly notices: readonly string[];
}

/**
 * `slipway history REF …`: what images of repositories weighed, release by release or commit by commit, by the snapshots beside
 * them. Several repositories are the targets of one project: what is of one commit or version is one point.
 * @throws SlipwayError E_REGISTRY when no repository has a snapshot that can be read; E_AUTH, E_NETWORK, E_IO
 */
export async function historyCommand(request: HistoryRequest, ports: Ports): Promise<HistoryResult> {
  const { repositories, moving, order, registries, chart } = request;
  const registry = runRegistry({ registries, offline: false }, ports);
  const { store, signal } = ports;
  const points = new Map<string, HistoryPoint>();
  const notices: string[] = [];
  try {
    for (const place of repositories) {
      const found = await snapshotHistory(place, { order, moving }, { registry, store, signal });
      notices.push(...noticesOf(formatReference(place), found));
      for (const entry of found.entries) {
        const point = readPoint(entry, formatReference(place), notices);
        if (point === undefined) continue;
        const known = points.get(point.name);
        points.set(point.name, known === undefined ? point : joined(known, point));
      }
    }
  } finally {
    await registry.close();
  }
  if (points.size === 0) throw nothingThere(request, notices);
  const result = { points: [...points.values()].toReversed(), notices };
  if (chart !== undefined) {
    const { historySvg } = await import('../report/history-svg.ts');
    await writeFileAtomic(chart, historySvg(result.points));
  }
  return result;
}

/** One that cannot be read, such as one of a newer Slipway, takes nothing from the others. */
function readPoint(entry: HistoryEntry, where: string, notices: string[]): HistoryPoint | undefined {
  try {
    return historyPoint(entry, where);
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    notices.push(error.message);
    return undefined;
  }
}

function joined(one: HistoryPoint, other: HistoryPoint): HistoryPoint {
  return { ...one, targets: [...one.targets, ...other.targets] };
}

function noticesOf(name: string, { imagesWithout, leftOut, faults }: SnapshotHistory): string[] {
  return [
    ...(imagesWithout === 0 ? [] : [`${name}: images without a size snapshot: ${imagesWithout}`]),
    ...(leftOut === 0 ? [] : [`${name}: there are ${leftOut} more that were not looked at`]),
    ...faults.map(({ message }) => `${name}: ${message}`),
  ];
}

function nothingThere({ repositories }: HistoryRequest, notices: readonly string[]): SlipwayError {
  const names = repositories.map(formatReference).join(', ');
  const why = notices.length === 0 ? '' : `\n${notices.join('\n')}`;
  return new SlipwayError('E_REGISTRY', `no image of ${names} has a size snapshot${why}`, {
    hint: 'slipway build --push REF --attach-snapshot puts one beside each image; the action does it by itself',
  });
}
