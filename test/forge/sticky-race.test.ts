import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comments } from '../../src/forge/forge.ts';
import { keepComment, type StickyComment } from '../../src/forge/sticky-comment.ts';
import { actionsBot, addComment } from '../support/forge/state.ts';
import { type Opened, openForge } from './opening.ts';

const wanted = (run: number): StickyComment => ({
  pullRequest: 7,
  key: 'size',
  run: { id: run, attempt: 1 },
  body: `of run ${run}`,
});

type Side = 0 | 1;

interface Step {
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
async function race(
  { another }: Opened,
  turns: readonly Side[],
  runs: readonly [number, number],
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
    await keepComment(gated, wanted(runs[side]));
    end(side);
  };
  await Promise.all([run(0), run(1)]);
  return steps;
}

/** Every order in which the first seven requests can come. */
const orders: readonly (readonly Side[])[] = Array.from({ length: 2 ** 7 }, (_, pattern) =>
  Array.from({ length: 7 }, (_, bit) => ((pattern >> bit) & 1) as Side),
);

test('however the requests of two runs interleave, one comment remains, and it says what the later run says', async (t) => {
  const opened = await openForge(t);
  const { comments } = opened.server.state;
  let doubled = 0;
  for (const turns of orders) {
    comments.length = 0;
    const steps = await race(opened, turns, [1, 2]);
    assert.deepEqual(
      comments.map(({ body }) => body.split('\n')[1]),
      ['of run 2'],
      JSON.stringify(steps),
    );
    if (steps.filter(({ call }) => call === 'createComment').length === 2) doubled++;
  }
  assert.ok(doubled > 20, `only ${doubled} orders made two comments, of which one had to go`);
});

test('a run that overwrites what a later run says is overwritten in turn, as long as the later one still looks', async (t) => {
  const opened = await openForge(t);
  const { comments } = opened.server.state;
  let restored = 0;
  for (const turns of orders) {
    comments.length = 0;
    addComment(opened.server.state, 7, actionsBot, '<!-- slipway:size key=size run=0.1 -->\nof run 0');
    const steps = await race(opened, turns, [1, 2]);
    const edits = steps.flatMap(({ side, call }, place) => (call === 'editComment' ? [{ side, place }] : []));
    const lastLook = steps.findLastIndex(({ side, call }) => side === 1 && call === 'listComments');
    const late = edits.some(({ side, place }) => side === 0 && place > lastLook);
    const said = comments.map(({ body }) => body.split('\n')[1]);
    assert.deepEqual(said, [late ? 'of run 1' : 'of run 2'], JSON.stringify(steps));
    if (edits.filter(({ side }) => side === 1).length === 2) restored++;
  }
  assert.ok(restored > 5, `only ${restored} orders had the later run say it again`);
});
