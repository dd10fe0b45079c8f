import type { PackedSize } from '../report/go-versions/go-comparison.ts';
import type { LayerFile } from './go-version-layers.ts';
import type { Ports } from './ports.ts';

export async function packVersions(
  _files: readonly LayerFile[],
  _mtime: number,
  _ports: Ports,
): Promise<(file: LayerFile | object) => PackedSize> {
  return () => ({ kind: 'none', why: 'there is no UPX' });
}
