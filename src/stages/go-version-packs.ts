import { rm } from 'node:fs/promises';
import type { PackSetting } from '../pack/settings.ts';
import { findUpx, packFile, type Upx } from '../pack/upx.ts';
import type { PackedSize } from '../report/go-versions/go-comparison.ts';
import { inParallel } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Digest, isDigest, sha256File } from '../support/hashing.ts';
import { type LayerFile, wireBytesOf } from './go-version-layers.ts';
import type { Ports } from './ports.ts';

/** What packs every version alike: the quickest that a build tries, since it is versions that are compared. */
const setting: PackSetting = 'nrv-7';

/** What a run says of packing. */
interface PackRun {
  readonly cacheDirectory: string;
  readonly offline: boolean;
  readonly mtime: number;
}

/**
 * What UPX makes of files, by their digests; kept, so that no file is packed twice. Without UPX, or where it refuses, the reason.
 * @throws SlipwayError E_IO; the signal's reason
 */
export async function packVersions(
  files: readonly LayerFile[],
  run: PackRun,
  ports: Ports,
): Promise<ReadonlyMap<Digest, PackedSize>> {
  const upx = await upxOrWhy(run, ports);
  if (typeof upx === 'string') return new Map(files.map(({ digest }) => [digest, none(upx)]));
  const packed = await inParallel(files, ports.machine.cores, async (file) => ({
    file,
    made: await packOnce(file, upx, ports),
  }));
  const layered = packed.flatMap(({ file, made }) =>
    typeof made === 'string' ? [] : [{ ...file, ...made }],
  );
  const wireBytes = await wireBytesOf(layered, run.mtime, ports);
  return new Map(
    packed.map(({ file, made }) => {
      if (typeof made === 'string') return [file.digest, none(`UPX refuses: ${made}`)];
      const wire = wireBytes.get(made.digest);
      const { bytes, digest } = made;
      const by = `UPX ${upx.version}, ${setting}`;
      return [
        file.digest,
        { kind: 'packed', bytes, digest, ...(wire !== undefined && { wireBytes: wire }), by },
      ];
    }),
  );
}

function none(why: string): PackedSize {
  return { kind: 'none', why };
}

async function upxOrWhy({ cacheDirectory, offline }: PackRun, ports: Ports): Promise<Upx | string> {
  const say = (text: string): void => ports.progress({ kind: 'notice', text });
  try {
    return await findUpx({ ...ports, cacheDirectory, offline, say });
  } catch (error) {
    if (!(error instanceof SlipwayError) || !/^E_(TOOL|NETWORK)$/.test(error.code)) throw error;
    const [why = ''] = error.message.split('\n');
    return why;
  }
}

interface PackedFile {
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
}

/** The packed file, of this run or an earlier one; else UPX's reason. */
async function packOnce(
  { path, digest }: LayerFile,
  upx: Upx,
  { store, exec, signal }: Ports,
): Promise<PackedFile | string> {
  const key = `packed ${JSON.stringify([digest, setting, upx.digest])}`;
  const known = await store.recall(key);
  const blob = typeof known === 'string' && isDigest(known) ? await store.find(known) : undefined;
  if (typeof known === 'string' && isDigest(known) && blob !== undefined) return { ...blob, digest: known };
  const output = await store.reserve();
  try {
    const answer = await packFile(upx, path, output, setting, { exec, signal });
    if (answer.kind === 'refused') return answer.why;
    const made = await sha256File(output);
    await store.keep(output, made.digest);
    await store.remember(key, made.digest);
    const kept = await store.find(made.digest);
    if (kept !== undefined) return { ...kept, digest: made.digest };
    throw new SlipwayError('E_IO', `${output} was packed and is gone`);
  } finally {
    await rm(output, { force: true });
  }
}
