import type { Origin } from '../gobuild/origin.ts';
import { needsBuildkit, usesBuildkit } from '../request/engine-request.ts';
import { asksForImages } from '../request/output.ts';
import type { BuildRequest } from '../request/request.ts';
import { type Engine, embedded } from './engine.ts';
import type { RunPorts } from './registries.ts';

/**
 * The engine that a request asks for; BuildKit is found and asked who it is before anything is compiled for it.
 * @throws SlipwayError E_TOOL when it is BuildKit, and there is none
 */
export async function openEngine(request: BuildRequest, origin: Origin, ports: RunPorts): Promise<Engine> {
  const { engine } = request;
  const isNeeded = asksForImages(request) || engine.compile === 'buildkit';
  if (!usesBuildkit(engine) || !isNeeded) return embedded;
  if (engine.print !== undefined) {
    return (await import('./print-definition.ts')).printingEngine(request, origin, ports);
  }
  const { openBuildkit } = await import('./buildkit/buildkit.ts');
  return openBuildkit(request, why(engine), origin, ports);
}

function why(engine: BuildRequest['engine']): string {
  const need = engine.choice === 'buildkit' ? undefined : needsBuildkit(engine);
  return need === undefined ? 'asked for by --engine' : `${need} needs it`;
}
