import type { Executable } from '../../gobuild/compile.ts';
import type { CacheUse, PackReport } from '../../report/model.ts';
import { mayPack } from '../../request/pack-policy.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import type { ProgramLayer } from '../program-layers.ts';
import type { Stage } from '../stopwatch.ts';

/** What was decided of one program; with `packed` the file that is shipped in its place. */
export interface PackOutcome {
  readonly report: PackReport;
  /** Whether what is shipped packed was seen to run. */
  readonly isProved: boolean;
  readonly shipped?: Pick<Executable, 'path' | 'digest' | 'bytes'>;
}

export interface Packing {
  /** The same targets, each program with what was decided of it. */
  readonly targets: readonly InspectedTarget[];
  /** By the paths of the unpacked programs, with those of the packed ones in their places. */
  readonly layers: ReadonlyMap<string, ProgramLayer>;
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}

/**
 * Packs programs where it is asked for, between what is looked at and what is shipped: checks, bills of materials and sizes are of the
 * unpacked program. Without that nothing of it is loaded.
 */
export async function packWhereAsked(
  targets: readonly InspectedTarget[],
  layers: ReadonlyMap<string, ProgramLayer>,
  request: BuildRequest,
  ports: Ports,
  stage: Stage,
): Promise<Packing> {
  if (!targets.some(({ settings }) => mayPack(settings.pack))) return nothingPacked(targets, layers);
  return stage('pack', async (): Promise<readonly [Packing, CacheUse]> => {
    const { packTargets } = await import('./pack.ts');
    return packTargets(targets, layers, request, ports);
  });
}

/** Every program is shipped as it is. */
export function nothingPacked(targets: Packing['targets'], layers: Packing['layers']): Packing {
  return { targets, layers, verdicts: [], notices: [] };
}

/** The file that goes into the image and to bare files. */
export function shippedFile(executable: Executable & { readonly pack?: PackOutcome }) {
  const { path, digest, bytes } = executable.pack?.shipped ?? executable;
  return { path, digest, bytes };
}
