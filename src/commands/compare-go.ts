import { sweepStore } from '../cache/sweep.ts';
import type { GoComparison } from '../report/go-versions/go-comparison.ts';
import type { CompareGoRequest } from '../request/compare-go-request.ts';
import { compareGoVersions } from '../stages/go-versions/go-versions.ts';
import type { Ports } from '../stages/ports.ts';
import { writeFileAtomic } from '../support/files.ts';

/**
 * `slipway compare-go VERSION … [DIR|MODULE@VERSION]`.
 * @throws SlipwayError as `compareGoVersions`; E_IO when the page cannot be written
 */
export async function compareGoCommand(request: CompareGoRequest, ports: Ports): Promise<GoComparison> {
  const found = await compareGoVersions(request, ports);
  if (request.page !== undefined) {
    const { goVersionsPage } = await import('../report/go-versions/page.ts');
    await writeFileAtomic(request.page, goVersionsPage(found));
  }
  await sweepStore(request.cacheDirectory, ports.clock.now());
  return found;
}
