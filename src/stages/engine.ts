import { assembleImage, assembleIndex } from '../engine/embedded.ts';
import type { ImagePlan } from '../engine/plan.ts';
import type { BuildContext, Compiled, Dependencies } from '../gobuild/build.ts';
import type { Target } from '../gobuild/targets.ts';
import type { Image, Layout } from '../image/image.ts';
import type { EngineReport } from '../report/model.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Ports } from './ports.ts';

/** One target's images from their plans, however they are made. */
export interface Assembled {
  readonly layout: Layout;
  readonly verdicts: readonly Verdict[];
}

/** Who puts images together, and who compiles. */
export interface Engine {
  readonly report: EngineReport;
  /**
   * @param annotations of the index
   * @param store with what the bases' layers are fetched by
   * @param told called with each image as it is done
   */
  readonly assemble: (
    name: string,
    plans: readonly ImagePlan[],
    annotations: Readonly<Record<string, string>>,
    ports: Pick<Ports, 'store'>,
    told: (image: Image, plan: ImagePlan) => void,
  ) => Promise<Assembled>;
  /** True: what an earlier run made says nothing of this one, since nobody here knows what it was made of. */
  readonly forgets?: true;
  /** What BuildKit would be given, in the form that was asked for; to be called at the end. */
  readonly printed?: () => Promise<string>;
  /** Compiles all targets; undefined: the go command here does. */
  readonly compile?: Compile;
}

export type Compile = (
  context: BuildContext,
  targets: readonly Target[],
  needed: Promise<Dependencies>,
) => Promise<Compiled>;

/** Slipway itself: no daemon, the same bytes on every machine. */
export const embedded: Engine = {
  report: { name: 'embedded', compile: 'host' },
  assemble: async (_, plans, annotations, { store }, told) => {
    const images: Image[] = [];
    for (const plan of plans) {
      const image = await assembleImage(plan, store);
      told(image, plan);
      images.push(image);
    }
    return { layout: await assembleIndex(images, annotations, store), verdicts: [] };
  },
};
