import type { Comments } from '../../src/forge/forge.ts';
import { keepComment, type StickyComment } from '../../src/forge/sticky-comment.ts';
import type { Opened } from './opening.ts';

export type Side = 0 | 1;

export interface Step {
  readonly side: Side;
  readonly call: keyof Comments;
}

/**
 * Lets the requests of two sides through one at a time, in the order of `turns`; a side that has nothing more to ask is passed
 * over. Each request is answered before the next goes.
 */
function interleave(turns: readonly Side[]) {
  const waiting: [(() => void)[], (() => void)[]] = [[], []];
  const ended = [false, false];
  const left = [...turns];
  const steps: Step[] = [];
  let busy = false;
  const next = (): void => {
    if (busy || [0, 1].some((side) => !ended[side] && waiting[side as Side].length === 0)) return;
    const turn = left.shift() ?? 0;
    const side = ended[turn] ? ((1 - turn) as Side) : turn;
    const go = waiting[side].shift();
    busy = go !== undefined;
    go?.();
  };
  const ask = async <Result>(step: Step, request: () => Promise<Result>): Promise<Result> => {
    await new Promise<void>((resolve) => {
      waiting[step.side].push(resolve);
      next();
    });
    steps.push(step);
    try {
      return await request();
    } finally {
      busy = false;
      // The side that was answered goes on first, to ask for more or to end.
      setImmediate(next);
    }
  };
  const end = (side: Side): void => {
    ended[side] = true;
    next();
  };
  return { ask, end, steps };
}

/** Two runs that keep the comment at once; gives what they asked, in order. */
export async function race(
  { another }: Opened,
  turns: readonly Side[],
  wanted: readonly [StickyComment, StickyComment],
): Promise<readonly Step[]> {
  const { ask, end, steps } = interleave(turns);
  const run = async (side: Side): Promise<void> => {
    const forge = another();
    const gated: Comments = {
      identity: () => forge.identity(),
      listComments: (...given) => ask({ side, call: 'listComments' }, () => forge.listComments(...given)),
      createComment: (...given) => ask({ side, call: 'createComment' }, () => forge.createComment(...given)),
      editComment: (...given) => ask({ side, call: 'editComment' }, () => forge.editComment(...given)),
      deleteComment: (...given) => ask({ side, call: 'deleteComment' }, () => forge.deleteComment(...given)),
    };
    await keepComment(gated, wanted[side]);
    end(side);
  };
  await Promise.all([run(0), run(1)]);
  return steps;
}

/** Every order in which the first seven requests can come. */
export const orders: readonly (readonly Side[])[] = Array.from({ length: 2 ** 7 }, (_, pattern) =>
  Array.from({ length: 7 }, (_, bit) => ((pattern >> bit) & 1) as Side),
);
