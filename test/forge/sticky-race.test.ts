import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StickyComment } from '../../src/forge/sticky-comment.ts';
import { actionsBot, addComment } from '../support/forge/state.ts';
import { openForge } from './opening.ts';
import { orders, race } from './racing.ts';

const wanted = (run: number): StickyComment => ({
  pullRequest: 7,
  key: 'size',
  run: { id: run, attempt: 1 },
  body: `of run ${run}`,
});

test('however the requests of two runs interleave, one comment remains, and it says what the later run says', async (t) => {
  const opened = await openForge(t);
  const { comments } = opened.server.state;
  let doubled = 0;
  for (const turns of orders) {
    comments.length = 0;
    const steps = await race(opened, turns, [wanted(1), wanted(2)]);
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
    const steps = await race(opened, turns, [wanted(1), wanted(2)]);
    const edits = steps.flatMap(({ side, call }, place) => (call === 'editComment' ? [{ side, place }] : []));
    const lastLook = steps.findLastIndex(({ side, call }) => side === 1 && call === 'listComments');
    const late = edits.some(({ side, place }) => side === 0 && place > lastLook);
    const said = comments.map(({ body }) => body.split('\n')[1]);
    assert.deepEqual(said, [late ? 'of run 1' : 'of run 2'], JSON.stringify(steps));
    if (edits.filter(({ side }) => side === 1).length === 2) restored++;
  }
  assert.ok(restored > 5, `only ${restored} orders had the later run say it again`);
});
