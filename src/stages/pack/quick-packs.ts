import pLimit from 'p-limit';
import { inspectExecutable } from '../../binary/executable.ts';
import { whyNotPacked } from '../../pack/refusal.ts';
import type { PackSetting } from '../../pack/settings.ts';
import { type Packed, tryPacking } from '../../pack/trials.ts';
import { findUpx, type Upx } from '../../pack/upx.ts';
import type { PackedSize } from '../../report/go-versions/go-comparison.ts';
import { settleAll } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { type LayerFile, wireBytesOf } from '../go-versions/go-version-layers.ts';
import type { Ports } from '../ports.ts';

/** The quickest that a build tries: for who compares, and ships nothing of it. */
const setting: PackSetting = 'nrv-7';

/** What a run says of packing. */
interface PackRun {
  readonly cacheDirectory: string;
  readonly offline: boolean;
  /** Every layer entry's time, in seconds. */
  readonly mtime: number;
}

/**
 * What UPX makes of files, by their digests; kept as builds keep it, so that no file is packed twice. Without UPX, or where it refuses, the
 * reason.
 * @throws SlipwayError E_IO; the signal's reason
 */
export async function packQuickly(
  files: readonly LayerFile[],
  run: PackRun,
  ports: Ports,
): Promise<ReadonlyMap<Digest, PackedSize>> {
  const upx = await upxOrWhy(run, ports);
  if (typeof upx === 'string') return new Map(files.map(({ digest }) => [digest, none(upx)]));
  const limit = pLimit(ports.machine.cores);
  const all = await settleAll(
    files.map(async (file) => ({ file, packed: await packOnce(file, upx, limit, ports) })),
  );
  const layered = all.flatMap(({ file, packed }) =>
    typeof packed === 'string' ? [] : [{ ...file, ...packed }],
  );
  const wireBytes = await wireBytesOf(layered, run.mtime, ports);
  const by = `UPX ${upx.version} (${setting})`;
  return new Map(
    all.map(({ file, packed }) => {
      if (typeof packed === 'string') return [file.digest, none(packed)];
      const { bytes, digest } = packed;
      const wire = wireBytes.get(digest);
      const size = { kind: 'packed', bytes, digest, by } as const;
      return [file.digest, wire === undefined ? size : { ...size, wireBytes: wire }];
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

/** The packed file, of this run or an earlier one; else the reason. */
async function packOnce(
  file: LayerFile,
  upx: Upx,
  limit: <T>(work: () => Promise<T>) => Promise<T>,
  ports: Ports,
): Promise<Packed | string> {
  const facts = inspectExecutable(file.path, []);
  const refused = whyNotPacked(
    {
      ...file,
      facts,
      isPacked: false,
      deniesWriteExecute: file.target.settings.smoke?.writeExecute === 'deny',
    },
    upx.version,
  );
  if (refused !== undefined) return refused;
  const input = { ...file, isExact: facts.elf !== undefined };
  const { trials } = await tryPacking(input, [setting], upx, {
    ...ports,
    seconds: ports.clock.seconds,
    limit,
  });
  const [trial] = trials;
  if (trial?.kind === 'packed') return trial;
  return `UPX refuses it: ${trial?.why ?? ''}`;
}
