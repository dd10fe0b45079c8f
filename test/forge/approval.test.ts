import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Approval,
  type ApprovalFacts,
  type ApprovalQuestion,
  approvalOf,
  approvers,
} from '../../src/forge/approval.ts';
import { askApproval } from '../../src/forge/ask-approval.ts';
import { type Happening, type Permission, permissions, type Review } from '../../src/forge/forge.ts';
import { askingKey, type Remembered } from '../../src/forge/remembered.ts';
import { ada, addPull, dropLabel, setLabel, stranger } from '../support/forge/state.ts';
import { openForge } from './opening.ts';

const head = 'a'.repeat(40);
const earlier = 'b'.repeat(40);
const people = ['ada', 'bob', 'eve'];
const kib = 1024;

/** A minute of the day that all of it happens on. */
const clock = (minute: number): string => new Date(Date.UTC(2026, 10, 29, 10, minute)).toISOString();

let count = 0;
const review = (login: string, state: string, commit: string | undefined = head): Review => {
  count++;
  const author = { id: people.indexOf(login) + 1, login, bot: false };
  return { id: count, author, state, commit, at: clock(count) };
};

const labeled = (id: number, minute: number, kind: 'labeled' | 'unlabeled' = 'labeled'): Happening => ({
  ...{ kind, id, at: clock(minute), label: 'size-approved' },
  by: { id: 1, login: 'ada', bot: false },
});

const asked = (kibibytes: number, what = 'api') => ({
  key: askingKey([what]),
  bytes: kibibytes * kib,
  what,
});

const facts: ApprovalFacts = {
  commit: head,
  label: 'size-approved',
  asking: [asked(400)],
  tolerance: kib,
  memory: [],
  labels: [],
  timeline: [],
  arrival: undefined,
  reviews: [],
  permissions: new Map<string, Permission>([
    ['ada', 'write'],
    ['bob', 'maintain'],
    ['eve', 'read'],
  ]),
};

/** Who approved, with ` kept` for an approval of an earlier commit; or why nobody did. */
function said(approval: Approval): string {
  if (approval.approved) {
    const names = approval.given.map(({ by, login }) => (by === 'label' ? `label by ${login}` : login));
    return `${names.join(', ')}${approval.isKept ? ' kept' : ''}`;
  }
  return approval.refusals
    .map((one) => {
      if (one.kind === 'reviews') return one.why;
      if (one.kind === 'label') return `label: ${one.setFor}`;
      if (one.kind !== 'more') return one.kind;
      return `more of ${one.asked.what}: ${one.approved} → ${one.asked.bytes}`;
    })
    .join('; ');
}

const judge = (more: Partial<ApprovalFacts>): string => said(approvalOf({ ...facts, ...more }));
const reviewed = (reviews: readonly Review[], more: Partial<ApprovalFacts> = {}): string =>
  judge({ reviews, ...more });

/** The label is set, the commit came at minute 0. */
const withLabel = (timeline: readonly Happening[], more: Partial<ApprovalFacts> = {}): string =>
  judge({ labels: ['size-approved'], arrival: { kind: 'since', at: clock(0) }, timeline, ...more });

test('a label that was set after the commit came approves it, in whatever case it is written', () => {
  assert.equal(withLabel([labeled(1, 5)]), 'label by ada');
  assert.equal(withLabel([labeled(1, 5)], { label: 'SIZE-Approved' }), 'label by ada');
  assert.equal(withLabel([labeled(1, 5)], { labels: ['Size-Approved'] }), 'label by ada');
  const gone: Happening = { kind: 'labeled', id: 1, at: clock(5), label: 'SIZE-APPROVED', by: undefined };
  assert.equal(withLabel([gone]), 'label by undefined');
});

test('a label that was there before, that is not set, or that is another one approves nothing', () => {
  const arrival = { kind: 'since', at: clock(5) } as const;
  assert.equal(withLabel([labeled(1, 4)], { arrival }), 'label: earlier');
  assert.equal(withLabel([labeled(1, 5)], { arrival }), 'label: earlier');
  assert.equal(withLabel([labeled(1, 6)], { labels: [] }), 'nobody approved it');
  assert.equal(withLabel([labeled(1, 6)], { labels: ['size'] }), 'nobody approved it');
  assert.equal(withLabel([labeled(1, 6)], { label: undefined }), 'nobody approved it');
  assert.equal(withLabel([labeled(1, 6)], { label: '', labels: [''] }), 'nobody approved it');
  const other: Happening = { ...labeled(1, 6), kind: 'labeled', label: 'size', id: 1, by: undefined };
  assert.equal(withLabel([other]), 'label: unknown');
  assert.equal(withLabel([]), 'label: unknown');
});

test('a label that was taken off and set again is set when it was set last', () => {
  const twice = [labeled(1, 1), labeled(2, 2, 'unlabeled'), labeled(3, 8)];
  const arrival = { kind: 'since', at: clock(5) } as const;
  assert.equal(withLabel(twice, { arrival }), 'label by ada');
  assert.equal(withLabel(twice.toReversed(), { arrival }), 'label by ada');
  assert.equal(withLabel([labeled(1, 8), labeled(2, 9, 'unlabeled')]), 'label: unknown');
});

test('an approving review counts when its author may write', () => {
  assert.equal(reviewed([review('ada', 'APPROVED')]), 'ada');
  assert.equal(
    reviewed([review('eve', 'APPROVED'), review('bob', 'APPROVED'), review('ada', 'APPROVED')]),
    'bob, ada',
  );
  assert.equal(reviewed([review('eve', 'APPROVED')]), 'eve approved, without the right to write here');
  const unknown = { permissions: new Map() };
  assert.equal(
    reviewed([review('ada', 'APPROVED')], unknown),
    'ada approved, without the right to write here',
  );
  const approving = permissions.filter(
    (permission) =>
      reviewed([review('ada', 'APPROVED')], { permissions: new Map([['ada', permission]]) }) === 'ada',
  );
  assert.deepEqual(approving, ['write', 'maintain', 'admin']);
});

test('a review of another commit needs to be remembered', () => {
  assert.equal(reviewed([review('ada', 'APPROVED', earlier)]), 'ada approved another commit');
  assert.equal(reviewed([review('ada', 'APPROVED', earlier), review('ada', 'APPROVED')]), 'ada');
  const gone: Review = { ...review('ada', 'APPROVED'), commit: undefined };
  assert.equal(reviewed([gone]), 'ada approved another commit');
});

test('the same person takes an approval back; a comment, and somebody else, do not', () => {
  const yes = review('ada', 'APPROVED');
  assert.equal(reviewed([yes, review('ada', 'CHANGES_REQUESTED')]), 'ada asked for changes');
  assert.equal(reviewed([yes, review('ada', 'DISMISSED')]), 'the approval was dismissed');
  assert.equal(reviewed([review('ada', 'DISMISSED')]), 'the approval was dismissed');
  assert.equal(reviewed([yes, review('ada', 'COMMENTED'), review('ada', 'PENDING')]), 'ada');
  assert.equal(reviewed([yes, review('bob', 'CHANGES_REQUESTED')]), 'ada');
  assert.equal(reviewed([review('ada', 'CHANGES_REQUESTED'), review('ada', 'APPROVED')]), 'ada');
  assert.equal(reviewed([{ ...yes, author: undefined }]), 'nobody approved it');
});

/** An approval of the earlier commit, for 400 KiB of `api`. */
const remembered = (by: 'label' | 'review', id: number, more: Partial<Remembered> = {}): Remembered => ({
  ...{ by, id, commit: earlier, asking: [asked(400)] },
  ...more,
});

test('what was approved is good for a later commit that has no more of it', () => {
  const yes = review('ada', 'APPROVED', earlier);
  const memory = [remembered('review', yes.id)];
  assert.equal(reviewed([yes], { memory }), 'ada kept');
  assert.equal(reviewed([yes], { memory, asking: [asked(401)] }), 'ada kept');
  assert.equal(reviewed([yes], { memory, asking: [asked(10)] }), 'ada kept');
  assert.equal(reviewed([yes], { memory, asking: [asked(402)] }), 'more of api: 409600 → 411648');
  const arrival = { kind: 'since', at: clock(9) } as const;
  const labels = { arrival, memory: [remembered('label', 1)] };
  assert.equal(withLabel([labeled(1, 5)], labels), 'label by ada kept');
  assert.equal(
    withLabel([labeled(1, 5)], { ...labels, asking: [asked(500)] }),
    'more of api: 409600 → 512000',
  );
});

test('what is approved does not creep: growth is counted from what was approved, not from the last push', () => {
  const yes = review('ada', 'APPROVED', earlier);
  let memory: readonly Remembered[] = [remembered('review', yes.id)];
  for (const size of [400.9, 401, 401.5, 402]) {
    const approval = approvalOf({ ...facts, reviews: [yes], memory, asking: [asked(size)] });
    assert.equal(approval.approved, size <= 401, `${size}`);
    if (approval.approved) memory = [...memory, ...approval.remember];
  }
  assert.deepEqual(memory, [remembered('review', yes.id)]);
});

test('another target, platform, measure, name or kind of limit was not approved, and neither is what cannot be told', () => {
  const yes = review('ada', 'APPROVED', earlier);
  const memory = [remembered('review', yes.id)];
  const again = (asking: ApprovalQuestion['asking']): string => reviewed([yes], { memory, asking });
  assert.equal(again([asked(400), asked(1, 'worker')]), 'more of worker: undefined → 1024');
  assert.equal(again([asked(1, 'worker')]), 'more of worker: undefined → 1024');
  assert.equal(again(undefined), 'forgotten');
  assert.equal(again([]), 'forgotten');
  assert.equal(again([{ ...asked(400), bytes: Number.NaN }]), 'more of api: 409600 → NaN');
  const keys = [['a', 'b'], ['ab'], ['a', 'b', ''], ['a,b'], ['a"', 'b']].map(askingKey);
  assert.equal(new Set(keys).size, 5);
});

test('what is remembered only extends an approval that the forge still tells of', () => {
  const yes = review('ada', 'APPROVED', earlier);
  const memory = [remembered('review', yes.id), remembered('label', 1)];
  const at = (reviews: readonly Review[], more = {}): string => reviewed(reviews, { memory, ...more });
  assert.equal(at([]), 'nobody approved it');
  assert.equal(at([{ ...yes, id: yes.id + 1000 }]), 'ada approved another commit');
  assert.equal(at([{ ...yes, commit: 'c'.repeat(40) }]), 'ada approved another commit');
  assert.equal(at([{ ...yes, state: 'DISMISSED' }]), 'the approval was dismissed');
  assert.equal(at([yes, review('ada', 'CHANGES_REQUESTED')]), 'ada asked for changes');
  assert.equal(at([yes], { permissions: new Map([['ada', 'read']]) }), 'ada approved another commit');
  const arrival = { kind: 'since', at: clock(9) } as const;
  assert.equal(withLabel([labeled(2, 5)], { memory, arrival }), 'label: earlier');
  assert.equal(withLabel([labeled(1, 5), labeled(2, 6, 'unlabeled')], { memory, arrival }), 'label: unknown');
  assert.equal(withLabel([labeled(1, 5)], { memory, arrival, labels: [] }), 'nobody approved it');
});

test('a label is for the commit that it was remembered for, whatever is said of times later', () => {
  const memory = [remembered('label', 1)];
  assert.equal(withLabel([labeled(1, 5)], { memory, asking: [asked(900)] }), 'more of api: 409600 → 921600');
  const here = [remembered('label', 1, { commit: head })];
  const arrival = { kind: 'since', at: clock(9) } as const;
  assert.equal(withLabel([labeled(1, 5)], { memory: here, arrival, asking: [asked(900)] }), 'label by ada');
  const without = [remembered('label', 1, { asking: [] })];
  assert.equal(withLabel([labeled(1, 5)], { memory: without, arrival }), 'forgotten');
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
      const approval = approvalOf({ ...facts, reviews });
      assert.deepEqual(approvalOf({ ...facts, reviews: shuffled }).approved, approval.approved);
      const last = (login: string): Review | undefined =>
        reviews.findLast(({ author, state }) => author?.login === login && state !== 'COMMENTED');
      const expected = people.filter(
        (login) => last(login)?.state === 'APPROVED' && last(login)?.commit === head,
      );
      assert.deepEqual(approvers(shuffled, { commit: head, memory: [] }).sort(), expected);
      assert.equal(
        approval.approved,
        expected.some((login) => login !== 'eve'),
      );
    }),
  );
});

test('a forge is asked for labels, reviews and what the approvers may do, and for times only where a label is set', async (t) => {
  const { client, server } = await openForge(t);
  const pull = addPull(server.state, 7);
  let asks = 0;
  const ask = async (more: Partial<ApprovalQuestion> = {}): Promise<string> =>
    said(
      await askApproval(client, 7, { ...facts, ...more }, async () => {
        asks++;
        return { kind: 'since', at: '2026-11-29T10:00:00Z' };
      }),
    );
  assert.equal(await ask(), 'nobody approved it');
  const at = '2026-11-29T10:00:00Z';
  pull.reviews.push({ id: 1, author: stranger, state: 'APPROVED', commit: head, at });
  assert.equal(await ask(), 'stranger approved, without the right to write here');
  pull.reviews.push({ id: 2, author: ada, state: 'APPROVED', commit: head, at });
  assert.equal(await ask(), 'ada');
  assert.equal(await ask({ commit: earlier, label: undefined }), 'stranger, ada approved another commit');
  const asking = [asked(3)];
  const memory: Remembered[] = [{ by: 'review', id: 2, commit: head, asking }];
  assert.equal(await ask({ commit: earlier, memory, asking }), 'ada kept');
  assert.equal(asks, 0);
  assert.ok(server.requests.every(({ operation }) => operation !== 'issues/list-events-for-timeline'));
  setLabel(server.state, pull, '2026-11-29T10:05:00Z');
  pull.happenings.push({ id: 1, event: 'committed', at: '2036-01-01T00:00:00Z', commit: head });
  pull.happenings.push({ id: 2, event: 'renamed', at: '2026-11-29T10:06:00Z', actor: ada });
  assert.equal(await ask({ commit: earlier }), 'label by ada');
  dropLabel(server.state, pull, '2026-11-29T10:07:00Z');
  assert.equal(await ask({ commit: earlier }), 'stranger, ada approved another commit');
});

test('where the timeline may not be read the label approves nothing and the permission is named; a review approves all the same', async (t) => {
  const { client, server } = await openForge(t);
  const pull = addPull(server.state, 7);
  setLabel(server.state, pull, '2026-11-29T10:05:00Z');
  const message = 'Resource not accessible by integration';
  server.misbehave(({ operation }) =>
    operation === 'issues/list-events-for-timeline' ? { status: 403, body: { message } } : undefined,
  );
  const ask = () =>
    askApproval(client, 7, facts, async () => ({ kind: 'since', at: '2026-11-29T10:00:00Z' }));
  const refused = await ask();
  assert.ok(!refused.approved && refused.refusals[0]?.kind === 'unreadable');
  assert.match(refused.refusals[0].why, /list what happened .*needs the permission pull-requests: read/);
  const at = '2026-11-29T10:00:00Z';
  pull.reviews.push({ id: 2, author: ada, state: 'APPROVED', commit: head, at });
  assert.equal(said(await ask()), 'ada');
});
