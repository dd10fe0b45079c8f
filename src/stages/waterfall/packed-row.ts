import type { WaterfallRow } from '../../report/model.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { Digest } from '../../support/hashing.ts';
import type { InspectedTarget } from '../inspection.ts';
import { packQuickly } from '../pack/quick-packs.ts';
import type { Ports } from '../ports.ts';

interface PackedProgram {
  readonly target: InspectedTarget;
  readonly executable: InspectedTarget['executables'][number];
}

/**
 * What packing makes of a program: what the build made of it, else what a UPX on PATH does. What was tried and not shipped is told as that.
 * @param wireOf the length of a file's layer
 */
export async function packedRow(
  program: PackedProgram,
  request: BuildRequest,
  wireOf: (file: {
    readonly path: string;
    readonly digest: Digest;
    readonly bytes: number;
  }) => Promise<number>,
  ports: Ports,
): Promise<WaterfallRow[]> {
  const { pack } = program.executable;
  if (pack === undefined) return triedRow(program, request, ports);
  const { setting, upx, measured } = pack.report;
  const { shipped } = pack;
  const diskBytes = shipped?.bytes ?? measured.disk.packed;
  // Of a bare file there is no layer yet.
  const wireBytes = measured.wire?.packed ?? (shipped && (await wireOf(shipped)));
  if (diskBytes === undefined || wireBytes === undefined) return [];
  const how = [`packed by UPX ${upx ?? ''}`.trim(), ...(setting === undefined ? [] : [`(${setting})`])].join(
    ' ',
  );
  const row = { step: 'packed', diskBytes, wireBytes } as const;
  if (shipped !== undefined) return [{ ...row, what: how, digest: shipped.digest }];
  return [{ ...row, what: `${how}, not shipped`, shipped: false }];
}

/** Nothing is fetched for a row that nobody ships. */
async function triedRow(
  { target, executable }: PackedProgram,
  { cacheDirectory, sourceDateEpoch }: BuildRequest,
  ports: Ports,
): Promise<WaterfallRow[]> {
  const run = { cacheDirectory, offline: true, mtime: sourceDateEpoch ?? 0 };
  const packed = (await packQuickly([{ ...executable, target }], run, ports)).get(executable.digest);
  if (packed?.kind !== 'packed' || packed.wireBytes === undefined) return [];
  const { bytes: diskBytes, wireBytes, by } = packed;
  return [{ step: 'packed', diskBytes, wireBytes, what: `packed by ${by}, not shipped`, shipped: false }];
}
