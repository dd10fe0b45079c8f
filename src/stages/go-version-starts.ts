import type { StartTimes } from '../report/go-versions/go-comparison.ts';
import type { Digest } from '../support/hashing.ts';
import type { LayerFile } from './go-version-layers.ts';
import type { Ports } from './ports.ts';

export async function startVersions(
  files: readonly LayerFile[],
  _runs: number,
  _ports: Ports,
): Promise<ReadonlyMap<Digest, StartTimes>> {
  return new Map(files.map(({ digest }) => [digest, { kind: 'none', why: 'not yet' }]));
}
