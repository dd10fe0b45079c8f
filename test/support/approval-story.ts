import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type CommentAnswer, commentOnRun } from '../../src/actions/comment/answer.ts';
import type { Forge } from '../../src/forge/forge.ts';
import { encodeExchange, type SizeExchange } from '../../src/stages/sizes/size-exchange.ts';
import { openForge } from '../forge/opening.ts';
import { configure, leave, leaveReport, runPayload, startRun } from './comment-run.ts';
import type { TestForge } from './forge/in-process.ts';
import {
  actionsBot,
  ada,
  addPull,
  dropLabel,
  type ForgeState,
  type StoredPull,
  setLabel,
} from './forge/state.ts';
import { baseCommit } from './invented-exchange.ts';

export const [first, second, third] = ['a', 'c', 'd'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
];
export const key = 'slipway-size';

/** A pull request of a fork, and what is done to it. A time is a minute after ten. */
export interface Story {
  readonly server: TestForge;
  readonly state: ForgeState;
  readonly pull: StoredPull;
  readonly client: Forge;
  /** A push of a commit that adds so many KiB to 3.8 MiB, and the run that measures it. */
  push(commit: string, minute: number, added: number | SizeExchange): number;
  label(minute: number): number;
  unlabel(minute: number): void;
  review(state: string, minute: number, commit?: string): number;
  /** What is said when a run has ended; undefined: one that a label or a review started, which measures nothing. */
  judge(run?: number): Promise<{ outcome: string; text: string; body: string }>;
}

export async function story(t: TestContext): Promise<Story> {
  const { client, server } = await openForge(t);
  const { state } = server;
  const pull = addPull(state, 7, {}, baseCommit);
  // Packages are not what it is about.
  configure(state, 'budget: {package: off}\n');
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 29, 10, minute)).toISOString();
  let runs = 100;
  return {
    ...{ server, state, pull, client },
    push(commit, minute, added) {
      const id = runs++;
      pull.head.sha = commit;
      startRun(state, at(minute), { id, commit });
      if (typeof added === 'number') leaveReport(state, added * 1024, { id, by: id });
      else leave(state, encodeExchange(added), { id, by: id });
      return id;
    },
    label: (minute) => setLabel(state, pull, at(minute)),
    unlabel: (minute) => dropLabel(state, pull, at(minute)),
    review(said, minute, commit = pull.head.sha) {
      const id = state.nextId++;
      pull.reviews.push({ id, author: ada, state: said, commit, at: at(minute) });
      return id;
    },
    async judge(run) {
      const id = runs++;
      const said = {
        id: run ?? id,
        head_sha: pull.head.sha,
        ...(run === undefined && { event: 'pull_request_review' }),
      };
      const answer = await commentOnRun(runPayload(said), client, {
        ...{ artifact: key, config: undefined, run: { id, attempt: 1 } },
        addressOf: (measuring) => `https://github.com/acme/api/actions/runs/${measuring}`,
        leavePage: async () => ({ notices: [] }),
      });
      const told = toldOf(answer);
      const body = state.comments.find(({ author }) => author === actionsBot)?.body ?? '';
      return { outcome: told.outcome, text: told.notices.join('\n'), body };
    },
  };
}

function toldOf(answer: CommentAnswer): Extract<CommentAnswer, { kind: 'told' }> {
  assert.ok(answer.kind === 'told', JSON.stringify(answer));
  assert.deepEqual(answer.refusals, []);
  return answer;
}

/** What is said of a label that is older than the commit. */
export const earlierLabel =
  /^not approved: the label size-approved was set before the last push: take it off and set it again$/;
