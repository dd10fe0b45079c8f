import type { StartTimes } from '../report/go-versions/go-comparison.ts';
import type { LayerFile } from './go-version-layers.ts';
import type { Ports } from './ports.ts';

export async function startVersions(
  _files: readonly LayerFile[],
  _runs: number,
  _ports: Ports,
): Promise<(file: LayerFile | object) => StartTimes> {
  return () => ({ kind: 'none', why: 'not yet' });
}
