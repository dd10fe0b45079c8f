import { sweepStore } from '../cache/sweep.ts';
import type { Reproduction } from '../report/reproduction/reproduction.ts';
import type { ReproduceRequest } from '../request/reproduce-request.ts';
import type { Ports } from '../stages/ports.ts';
import { reproduce } from '../stages/reproduce/reproduce.ts';
import type { Build } from '../stages/sizes/base-builds.ts';

/**
 * `slipway reproduce [DIR|MODULE@VERSION]`.
 * @param build the pipeline, which only an entry may import
 * @throws SlipwayError as `reproduce`
 */
export async function reproduceCommand(
  request: ReproduceRequest,
  ports: Ports,
  build: Build,
): Promise<Reproduction> {
  const found = await reproduce(request, ports, build);
  await sweepStore(request.cacheDirectory, ports.clock.now());
  return found;
}
