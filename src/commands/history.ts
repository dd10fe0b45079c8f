import type { HistoryPoint } from '../report/history/history.ts';
import type { HistoryRequest } from '../request/history-request.ts';
import { formatReference } from '../request/reference.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { historyOf } from '../stages/sizes/history.ts';
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
  const { repositories, moving, order, registries, chart, page } = request;
  const registry = runRegistry({ registries, offline: false }, ports);
  const { store, signal } = ports;
  const found = await historyOf(repositories, { order, moving }, { registry, store, signal }).finally(
    registry.close,
  );
  const { points } = found;
  const notices = [...found.gaps, ...found.faults];
  if (points.length === 0) throw nothingThere(request, notices);
  if (chart !== undefined) {
    const { historySvg } = await import('../report/history/svg.ts');
    await writeFileAtomic(chart, historySvg(points));
  }
  if (page !== undefined) {
    const { historyPage } = await import('../report/history/page.ts');
    await writeFileAtomic(page, historyPage(points, { of: repositories.map(formatReference), notices }));
  }
  return { points, notices };
}

function nothingThere({ repositories }: HistoryRequest, notices: readonly string[]): SlipwayError {
  const names = repositories.map(formatReference).join(', ');
  const why = notices.length === 0 ? '' : `\n${notices.join('\n')}`;
  return new SlipwayError('E_REGISTRY', `no image of ${names} has a size snapshot${why}`, {
    hint: 'slipway build --push REF --attach-snapshot puts one beside each image; the action does it by itself',
  });
}
