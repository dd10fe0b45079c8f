import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Approval,
  type ApprovalFacts,
  approvalOf,
  approvers,
  askApproval,
} from '../../src/forge/approval.ts';
import { type Permission, permissions, type Review } from '../../src/forge/forge.ts';
import { ada, addPull, stranger } from '../support/forge/state.ts';
import { openForge } from './opening.ts';

const head = 'a'.repeat(40);
const earlier = 'b'.repeat(40);
const people = ['ada', 'bob', 'eve'];

let time = 0;
const review = (login: string, state: string, commit: string | undefined = head): Review => {
  time++;
  const author = { id: people.indexOf(login) + 1, login, bot: false };
  return { id: time, author, state, commit, at: new Date(time * 60_000).toISOString() };
};

const judge = (reviews: readonly Review[], more: Partial<ApprovalFacts> = {}): Approval =>
  approvalOf({
    commit: head,
    reviews,
    labels: [],
    label: 'size-approved',
    permissions: new Map<string, Permission>([
      ['ada', 'write'],
      ['bob', 'maintain'],
      ['eve', 'read'],
    ]),
    ...more,
  });

const by = (...reviewers: string[]): Approval => ({ approved: true, by: 'review', reviewers });
const not = (why: string): Approval => ({ approved: false, why });

test('the label approves, whoever set it and in whatever case; another label, or none that is named, does not', () => {
  const label = { approved: true, by: 'label', label: 'Size-Approved' } as const;
  assert.deepEqual(judge([], { labels: ['bug', 'Size-Approved'] }), label);
  assert.deepEqual(judge([], { labels: ['size-approved-not'] }), not('nobody approved it'));
  assert.deepEqual(judge([], { labels: ['', 'size-approved'], label: undefined }), not('nobody approved it'));
  assert.deepEqual(judge([], { labels: [''], label: '' }), not('nobody approved it'));
});

test('an approving review counts when its author may write', () => {
  assert.deepEqual(judge([review('ada', 'APPROVED')]), by('ada'));
  assert.deepEqual(
    judge([review('eve', 'APPROVED'), review('bob', 'APPROVED'), review('ada', 'APPROVED')]),
    by('bob', 'ada'),
  );
  assert.deepEqual(judge([review('eve', 'APPROVED')]), not('eve approved, without the right to write here'));
  const unknown = judge([review('ada', 'APPROVED')], { permissions: new Map() });
  assert.deepEqual(unknown, not('ada approved, without the right to write here'));
  const approving = permissions.filter(
    (permission) =>
      judge([review('ada', 'APPROVED')], { permissions: new Map([['ada', permission]]) }).approved,
  );
  assert.deepEqual(approving, ['write', 'maintain', 'admin']);
});

test('a push after the approval needs a new one', () => {
  assert.deepEqual(judge([review('ada', 'APPROVED', earlier)]), not('ada approved another commit'));
  assert.deepEqual(judge([review('ada', 'APPROVED', earlier), review('ada', 'APPROVED')]), by('ada'));
  const gone: Review = { ...review('ada', 'APPROVED'), commit: undefined };
  assert.deepEqual(judge([gone]), not('ada approved another commit'));
});

test('the same person takes an approval back; a comment, and somebody else, do not', () => {
  const yes = review('ada', 'APPROVED');
  assert.deepEqual(judge([yes, review('ada', 'CHANGES_REQUESTED')]), not('ada asked for changes'));
  assert.deepEqual(judge([yes, review('ada', 'DISMISSED')]), not('the approval was dismissed'));
  assert.deepEqual(judge([review('ada', 'DISMISSED')]), not('the approval was dismissed'));
  assert.deepEqual(judge([yes, review('ada', 'COMMENTED'), review('ada', 'PENDING')]), by('ada'));
  assert.deepEqual(judge([yes, review('bob', 'CHANGES_REQUESTED')]), by('ada'));
  assert.deepEqual(judge([review('ada', 'CHANGES_REQUESTED'), review('ada', 'APPROVED')]), by('ada'));
});

test('reviews of an account that is gone approve nothing', () => {
  assert.deepEqual(judge([{ ...review('ada', 'APPROVED'), author: undefined }]), not('nobody approved it'));
});

test('the order in which reviews are listed does not matter, and only those who are named have to be asked about', () => {
  const some = fc.array(
    fc.record({
      login: fc.constantFrom(...people),
      state: fc.constantFrom('APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED'),
      commit: fc.constantFrom(head, earlier),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(some, fc.infiniteStream(fc.nat()), (given, random) => {
      const reviews = given.map(({ login, state, commit }) => review(login, state, commit));
      const order = new Map(reviews.map((one) => [one, random.next().value]));
      const shuffled = reviews.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      const said = judge(reviews);
      assert.equal(judge(shuffled).approved, said.approved);
      const last = (login: string): Review | undefined =>
        reviews.findLast(({ author, state }) => author?.login === login && state !== 'COMMENTED');
      const expected = people.filter(
        (login) => last(login)?.state === 'APPROVED' && last(login)?.commit === head,
      );
      assert.deepEqual(approvers(shuffled, head).sort(), expected);
      assert.equal(
        said.approved,
        expected.some((login) => login !== 'eve'),
      );
    }),
  );
});

test('a forge is asked for labels, reviews and what the approvers may do', async (t) => {
  const { client, server } = await openForge(t);
  const pull = addPull(server.state, 7);
  const ask = () => askApproval(client, { pullRequest: 7, commit: head, label: 'size-approved' });
  assert.deepEqual(await ask(), not('nobody approved it'));
  const at = '2026-11-29T10:00:00Z';
  pull.reviews.push({ id: 1, author: stranger, state: 'APPROVED', commit: head, at });
  assert.deepEqual(await ask(), not('stranger approved, without the right to write here'));
  pull.reviews.push({ id: 2, author: ada, state: 'APPROVED', commit: head, at });
  assert.deepEqual(await ask(), by('ada'));
  pull.head.sha = earlier;
  const moved = await askApproval(client, { pullRequest: 7, commit: earlier, label: undefined });
  assert.deepEqual(moved, not('stranger, ada approved another commit'));
  pull.labels.push('size-approved');
  assert.deepEqual(await ask(), { approved: true, by: 'label', label: 'size-approved' });
});
