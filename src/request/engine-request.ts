import { join } from 'node:path';
import type { CacheMode, CompilePlace, EngineName, PrintedForm, ProvenanceMode } from './engine-inputs.ts';
import type { Fault } from './faults.ts';
import type { InputValues } from './inputs.ts';
import { type Sources, said, weighed } from './settings.ts';

/** Who puts images together, and how BuildKit is used where it does. Paths are absolute. */
export interface EngineRequest {
  readonly choice: EngineName;
  readonly compile: CompilePlace;
  /** A buildx builder's name or a buildkitd's address; undefined: BUILDKIT_HOST, else buildx's current builder. */
  readonly builder: string | undefined;
  /** Folder with ca.pem, cert.pem and key.pem. */
  readonly tls: string | undefined;
  /** What Go compiles on inside BuildKit: an image with a C compiler, or git; undefined: nothing. */
  readonly compileImage: string | undefined;
  /** The user's own Dockerfile. */
  readonly dockerfile: string | undefined;
  readonly cache: BuildkitCacheRequest | undefined;
  readonly provenance: ProvenanceMode;
  /** `id=NAME,src=FILE` or `id=NAME,env=VARIABLE`. */
  readonly secrets: readonly string[];
  readonly ssh: readonly string[];
  /** What BuildKit would be given is printed in this form, and no image is made. */
  readonly print: PrintRequest | undefined;
}

/** `folder`: where what a definition names stays, absolute. */
export interface PrintRequest {
  readonly form: PrintedForm;
  readonly folder: string;
}

/** A repository that keeps BuildKit's results, and whose they are. */
export interface BuildkitCacheRequest {
  /** `HOST/NAME`. */
  readonly repository: string;
  readonly mode: CacheMode;
  readonly scope: string;
}

/** What of a request only BuildKit can do, in words with the flag; undefined: nothing. */
export function needsBuildkit(engine: Omit<EngineRequest, 'choice'>): string | undefined {
  const needs: readonly (readonly [boolean, string])[] = [
    [engine.compile === 'buildkit', '--compile buildkit'],
    [engine.dockerfile !== undefined, '--dockerfile'],
    [engine.builder !== undefined, '--builder'],
    [engine.cache !== undefined, '--buildkit-cache'],
    [engine.provenance !== 'off', '--buildkit-provenance'],
    [engine.print !== undefined, '--print'],
  ];
  return needs.find(([needed]) => needed)?.[1];
}

/** Whether BuildKit has a part in the run. */
export function usesBuildkit(engine: EngineRequest): boolean {
  return engine.choice === 'buildkit' || (engine.choice === 'auto' && needsBuildkit(engine) !== undefined);
}

/**
 * @param given the flags alone: a file in a repository must not choose which secrets go where, and whose cache is written
 * @param cwd what is printed lies below it: docker buildx bake reads there without being asked
 * @param usualScope whose results a cache holds where nobody says it
 */
export function engineRequest(
  run: Sources,
  given: InputValues,
  usualScope: string,
  cwd: string,
  faults: Fault[],
): EngineRequest {
  const repository = said('buildkitCache', run);
  const cache: BuildkitCacheRequest | undefined =
    repository === undefined
      ? undefined
      : {
          repository,
          mode: weighed('buildkitCacheMode', run),
          scope: given.buildkitCacheScope ?? usualScope,
        };
  const request: EngineRequest = {
    choice: weighed('engine', run),
    compile: weighed('compile', run),
    builder: given.builder,
    tls: given.builderTls,
    compileImage: said('compileImage', run),
    dockerfile: said('dockerfile', run),
    cache,
    provenance: weighed('buildkitProvenance', run),
    secrets: given.secrets ?? [],
    ssh: given.ssh ?? [],
    print: given.print && { form: given.print, folder: join(cwd, '.slipway', 'buildkit') },
  };
  const need = needsBuildkit(request);
  if (request.choice === 'embedded' && need !== undefined) {
    const hint = `leave one of the two out: --engine auto takes BuildKit for ${need} alone`;
    faults.push({ where: need, message: 'needs BuildKit, and --engine embedded says to use none', hint });
  }
  if (request.tls !== undefined && request.builder?.startsWith('tcp://') !== true) {
    const hint = 'name the builder: --builder tcp://HOST:PORT';
    faults.push({ where: '--builder-tls', message: 'is for a builder at a tcp:// address', hint });
  }
  return request;
}
