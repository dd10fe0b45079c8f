import { gzipSync } from 'node:zlib';
import type { SnapshotFacts } from '../../registry/snapshots/snapshot-manifest.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import type { FileReport, ImageReport, Report, SourceReport, TargetReport } from '../../report/model.ts';
import { formatPlatform, samePlatform } from '../../request/platform.ts';
import { modulesOf } from '../../size/attribution.ts';
import { leastRetained } from '../../size/brought.ts';
import { toldDeadCode } from '../../size/dead-code-change.ts';
import { encodeSnapshot, type SizeSnapshot, type SnapshotImage } from '../../size/snapshot.ts';
import { keptVerdicts } from '../../size/snapshot-verdicts.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { slipwayVersion } from '../../version.ts';
import type { Side, SizedProgram } from './compared-sides.ts';

/** Of a report what its snapshot is made of. */
type Weighable = Pick<Report, 'slipway' | 'source' | 'targets'> & Partial<Pick<Report, 'verdicts'>>;

/** What a build weighed, without all that a comparison does not need. */
export function snapshotOf({ slipway, source, targets, verdicts }: Weighable): SizeSnapshot {
  const { commit, time, modified = false } = source ?? {};
  const names = targets.map(({ name }) => name);
  return {
    slipway,
    ...(commit !== undefined && !modified && { commit }),
    ...(time !== undefined && !modified && { created: time }),
    targets: targets.map((target) => ({
      name: target.name,
      importPath: target.importPath,
      settings: target.settings,
      ...(target.budget !== undefined && { budget: target.budget }),
      images: [...target.images.map(imageOf), ...bareFiles(target).map(imageOf)],
    })),
    ...(verdicts !== undefined && { checks: keptVerdicts(verdicts, names) }),
  };
}

/** A snapshot of one target, as it is put beside its image. */
export interface TargetSnapshot {
  readonly target: string;
  /** Of the snapshot as a file, packed. */
  readonly content: Uint8Array;
  /** Of the commit, where that is all that was built. */
  readonly facts: SnapshotFacts;
}

/** Each target's own: images of several are apart. */
export function snapshotsOf(
  targets: readonly TargetReport[],
  source: SourceReport | undefined,
  verdicts: readonly Verdict[],
): TargetSnapshot[] {
  return targets.map((target) => {
    const report = { slipway: slipwayVersion, targets: [target], verdicts };
    const snapshot = snapshotOf({ ...report, ...(source !== undefined && { source }) });
    const { commit: revision, created } = snapshot;
    const facts = { ...(revision !== undefined && { revision }), ...(created !== undefined && { created }) };
    return { target: target.name, content: gzipSync(encodeSnapshot(snapshot)), facts };
  });
}

/** Files of platforms for which there is no image. */
function bareFiles({ images, files = [] }: TargetReport): readonly FileReport[] {
  return files.filter((file) => !images.some(({ platform }) => samePlatform(platform, file.platform)));
}

function imageOf(image: FileReport & Partial<Pick<ImageReport, 'diskBytes' | 'pullBytes'>>): SnapshotImage {
  const { platform, executable, attribution, diskBytes, pullBytes } = image;
  const { path, bytes, digest } = executable;
  return {
    platform: formatPlatform(platform),
    ...(diskBytes !== undefined && { diskBytes }),
    ...(pullBytes !== undefined && { pullBytes }),
    program: { path, bytes, digest },
    ...(attribution !== undefined && { attribution: keptOf(attribution) }),
  };
}

/** Chains of references are left out: they are as long as all the rest, and a comparison tells of imports. */
function keptOf(attribution: AttributionReport): NonNullable<SnapshotImage['attribution']> {
  const { method, attributedBytes, unattributedBytes, modules, packages, deadCode } = attribution;
  const retained = modules.flatMap(({ path, retainedBytes }) =>
    retainedBytes === undefined ? [] : [[path, retainedBytes] as const],
  );
  return {
    ...{ method, attributedBytes, unattributedBytes },
    versions: Object.fromEntries(
      modules.flatMap(({ path, version }) => (version === undefined ? [] : [[path, version]])),
    ),
    packages: [
      ...packages.map(({ parts: _, references: __, retainedBytes = 0, ...each }) => ({
        ...each,
        ...(retainedBytes >= leastRetained && { retainedBytes }),
      })),
      ...(attribution.emptyPackages ?? []).map((each) => ({ ...each, bytes: 0 })),
    ],
    ...(retained.length > 0 && { retained: Object.fromEntries(retained) }),
    ...(deadCode !== undefined && { deadCode: toldDeadCode(deadCode) }),
  };
}

/** A snapshot as one side of a comparison. */
export function sideOfSnapshot(name: string, { targets }: SizeSnapshot): Side {
  return {
    name,
    targets: targets.map((target) => ({
      name: target.name,
      importPath: target.importPath,
      images: target.images.map(({ program, attribution, ...image }) => ({
        ...image,
        programs: [{ ...program, ...attributed(attribution) }],
      })),
    })),
  };
}

function attributed(attribution: SnapshotImage['attribution']): Pick<SizedProgram, 'attribution'> {
  if (attribution === undefined) return {};
  const { versions, retained = {}, ...rest } = attribution;
  const packages = rest.packages.filter(({ bytes }) => bytes > 0).map((each) => ({ ...each, parts: {} }));
  return {
    attribution: {
      ...rest,
      packages,
      modules: modulesOf(packages, new Map(Object.entries(versions))).map((module) => {
        const retainedBytes = Object.hasOwn(retained, module.path) ? retained[module.path] : undefined;
        return { ...module, ...(retainedBytes !== undefined && { retainedBytes }) };
      }),
      emptyPackages: rest.packages.filter(({ bytes }) => bytes === 0),
      structures: [],
      unattributed: [],
    },
  };
}
