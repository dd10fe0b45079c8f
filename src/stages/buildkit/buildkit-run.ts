import type { BuildkitClient } from '../../engine/buildkit/client.ts';
import type { ImagePlan } from '../../engine/plan.ts';
import type { Origin } from '../../gobuild/origin.ts';
import type { Image } from '../../image/image.ts';
import { samePlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { Engine } from '../engine.ts';
import type { RunPorts } from '../registries.ts';

/** Everything that a part of a run needs to have BuildKit do something. */
export interface BuildkitRun {
  readonly request: BuildRequest;
  readonly client: BuildkitClient;
  readonly origin: Origin;
  readonly ports: RunPorts;
}

/** BuildKit makes all images of a target at once. */
export function tellAll(
  images: readonly Image[],
  plans: readonly ImagePlan[],
  told: Parameters<Engine['assemble']>[4],
): void {
  for (const image of images) {
    const plan = plans.find(({ platform }) => samePlatform(platform, image.platform));
    if (plan !== undefined) told(image, plan);
  }
}
