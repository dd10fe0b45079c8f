import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ApprovalFacts, approvalOf } from '../../src/forge/approval.ts';
import type { Happening, Review } from '../../src/forge/forge.ts';
import { askingKey, joinMemories, type Remembered } from '../../src/forge/remembered.ts';

/** Commits, each on top of the one before: going back in the list takes force. */
const commits = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(40));
const ada = { id: 1, login: 'ada', bot: false };

/** What is on a forge, and what Slipway wrote down. */
interface World {
  readonly sizes: readonly number[];
  readonly timeline: Happening[];
  readonly reviews: Review[];
  /** When runs of each commit began. */
  readonly runs: readonly number[][];
  head: number;
  minute: number;
  /** What the label was set for; undefined: it is not set. */
  label: number | undefined;
  /** What was reviewed last, and how. */
  review: { readonly commit: number; readonly yes: boolean } | undefined;
  memory: readonly Remembered[];
}

const time = (minute: number): string => new Date(Date.UTC(2026, 10, 29, 0, minute)).toISOString();

const acts = {
  push: (world: World, to: number) => {
    if (to === world.head) return;
    if (to < world.head) {
      world.timeline.push({ kind: 'forced', at: time(world.minute), commit: commits[to] });
    }
    world.head = to;
    world.runs[to]?.push(world.minute);
  },
  /** As above, and GitHub starts no run, as where there is a conflict. */
  slip: (world: World, to: number) => {
    acts.push(world, to);
    if (to === world.head && (world.runs[to]?.length ?? 0) > 1) world.runs[to]?.pop();
  },
  label: (world: World) => {
    if (world.label === undefined) set(world, 'labeled');
    world.label ??= world.head;
  },
  unlabel: (world: World) => {
    if (world.label !== undefined) set(world, 'unlabeled');
    world.label = undefined;
  },
  approve: (world: World) => review(world, true),
  object: (world: World) => review(world, false),
  /** Other people's labels and commits with any date. */
  noise: (world: World) => {
    const at = time(world.minute);
    world.timeline.push({ kind: 'labeled', id: world.minute, at, label: 'bug', by: ada });
  },
} satisfies Record<string, (world: World, which: number) => void>;

function set(world: World, kind: 'labeled' | 'unlabeled'): void {
  const at = time(world.minute);
  world.timeline.push({ kind, id: world.minute, at, label: 'size-approved', by: ada });
}

function review(world: World, yes: boolean): void {
  const state = yes ? 'APPROVED' : 'CHANGES_REQUESTED';
  const [id, at, commit] = [world.minute, time(world.minute), commits[world.head]];
  world.reviews.push({ id, author: ada, state, commit, at });
  world.review = { commit: world.head, yes };
}

const tolerance = 1024;

/** What Slipway says, by a run of the head: whichever of them an attacker has end now. */
function judged(world: World, whichRun: number): boolean {
  const runs = world.runs[world.head] ?? [];
  const facts: ApprovalFacts = {
    commit: commits[world.head] ?? '',
    label: 'size-approved',
    asking: [{ key: askingKey(['api']), bytes: world.sizes[world.head] ?? 0, what: 'api' }],
    tolerance,
    memory: world.memory,
    labels: world.label === undefined ? [] : ['size-approved'],
    timeline: world.timeline,
    arrival: { kind: 'since', at: time(runs[whichRun % runs.length] ?? 0) },
    reviews: world.reviews,
    permissions: new Map([['ada', 'write']]),
  };
  const approval = approvalOf(facts);
  if (approval.approved) world.memory = joinMemories(world.memory, approval.remember);
  return approval.approved;
}

function worldOf(sizes: readonly number[]): World {
  return {
    ...{ sizes, timeline: [], reviews: [], runs: [[0], [], [], []], head: 0, minute: 1, memory: [] },
    ...{ label: undefined, review: undefined },
  };
}

const names = Object.keys(acts) as (keyof typeof acts)[];
const histories = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 4, maxLength: 4 }),
  steps: fc.array(
    fc.record({
      act: fc.constantFrom(...names),
      which: fc.nat({ max: 3 }),
      run: fc.nat({ max: 9 }),
      isJudged: fc.boolean(),
    }),
    { maxLength: 30, size: 'max' },
  ),
});

test('whatever is pushed, labelled and reviewed in whatever order, nothing passes that is more than what an approval that stands was for', () => {
  let kept = 0;
  fc.assert(
    fc.property(histories, ({ sizes, steps }) => {
      const world = worldOf(sizes.map((size) => size * 700));
      for (const { act, which, run, isJudged } of steps) {
        world.minute++;
        acts[act](world, which);
        world.minute++;
        if (!isJudged || !judged(world, run)) continue;
        const size = (at: number): number => world.sizes[at] ?? Number.NaN;
        const allows = (at: number | undefined): boolean =>
          at !== undefined && (at === world.head || size(world.head) <= size(at) + tolerance);
        const reviewed = world.review?.yes === true ? world.review.commit : undefined;
        assert.ok(allows(world.label) || allows(reviewed));
        if (world.label !== world.head && reviewed !== world.head) kept++;
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(kept > 100, `only ${kept} times was an earlier approval good for a later commit`);
});

test('an approval never outlives its label', () => {
  fc.assert(
    fc.property(histories, ({ sizes, steps }) => {
      const world = worldOf(sizes);
      for (const { act, which, run } of steps) {
        world.minute++;
        if (act !== 'approve' && act !== 'object') acts[act](world, which);
        world.minute++;
        assert.ok(!judged(world, run) || world.label !== undefined);
      }
      acts.unlabel(world);
      for (const to of [0, 1, 2, 3]) {
        world.minute++;
        acts.push(world, to);
        assert.ok(!judged(world, 0));
      }
    }),
    { numRuns: 1000 },
  );
});

test('what is labelled after it was measured passes, and so does all that comes later and is no more', () => {
  fc.assert(
    fc.property(histories, fc.nat({ max: 3 }), ({ sizes, steps }, at) => {
      const world = worldOf(sizes.map((size) => size * 700));
      for (const { act, which, run } of steps) {
        world.minute++;
        acts[act](world, which);
        judged(world, run);
      }
      for (const next of [acts.unlabel, acts.push, acts.label]) {
        world.minute++;
        next(world, at === world.head ? (at + 1) % 4 : at);
      }
      const newest = (): number => (world.runs[world.head]?.length ?? 1) - 1;
      assert.ok(judged(world, newest()));
      const approved = world.sizes[world.head] ?? 0;
      for (const to of [0, 1, 2, 3]) {
        world.minute++;
        acts.push(world, to);
        const isNoMore = (world.sizes[to] ?? 0) <= approved + tolerance;
        if (isNoMore) assert.ok(judged(world, newest()));
      }
    }),
    { numRuns: 1000 },
  );
});
