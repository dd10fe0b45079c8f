import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WhyInspection, WhySubject } from '../../src/report/why-inspection.ts';
import { formatWhyInspection } from '../../src/report/why-text.ts';
import { deadCode } from '../support/reach-sample.ts';
import { validateReport } from '../support/report-schema.ts';

const main = 'example.com/api';
const metrics = 'github.com/acme/metrics';

const subject: WhySubject = {
  kind: 'package',
  name: `${metrics}/prom`,
  module: metrics,
  imported: true,
  kept: true,
  bytes: 1024,
  retainedBytes: 12_288,
  imports: [main, `${main}/internal/store`, `${metrics}/prom`],
  importers: [`${main}/internal/store`, `${metrics}/http`],
  references: [
    { symbol: 'main.main', package: main, by: 'start' },
    { symbol: `${main}/internal/store.(*Store).Close`, package: `${main}/internal/store`, by: 'interface' },
    { symbol: `${metrics}/prom.Count`, package: `${metrics}/prom`, by: 'reference' },
  ],
  initialised: [`${metrics}/prom`],
  entries: Array.from({ length: 9 }, (_, at) => ({
    symbol: at === 0 ? `type:*${metrics}/prom.Registry` : `${metrics}/prom.Count${at}`,
    package: `${metrics}/prom`,
    ...(at !== 1 && { retainedBytes: at === 0 ? 2048 : 0 }),
    referrers: [{ symbol: 'main.main', package: main, by: at === 0 ? 'linkname' : 'reference' } as const],
    referrerCount: at === 2 ? 7 : 1,
  })),
  entryCount: 11,
};
const absent: WhySubject = {
  ...{ kind: 'module', name: 'example.com/gone', imported: false, kept: false, bytes: 0, retainedBytes: 0 },
  ...{ imports: [], importers: [], references: [], initialised: [], entries: [], entryCount: 0 },
};

function answerOf(...subjects: readonly WhySubject[]): WhyInspection {
  const found: WhyInspection = {
    question: 'why',
    source: '.',
    toolchain: { go: 'go1.26.8', source: 'PATH' },
    platform: { os: 'linux', architecture: 'amd64' },
    targets: [{ name: 'api', importPath: main, answers: [{ name: 'asked', subjects }] }],
    notices: [],
  };
  validateReport(found, 'whyInspection');
  return found;
}

test('a thing is told by what it costs, what imports it, what keeps it alive, and what others refer to', () => {
  assert.equal(
    formatWhyInspection(answerOf(subject, absent)),
    `api   linux/amd64 · go1.26.8

github.com/acme/metrics/prom   package of github.com/acme/metrics
  1.0 KiB of its own; without it the file would be 12.0 KiB smaller
  imported    example.com/api → example.com/api/internal/store
              → github.com/acme/metrics/prom
              by 2 packages: example.com/api/internal/store,
                github.com/acme/metrics/http
  alive       main.main → example.com/api/internal/store.(*Store).Close
                  through an interface
              → github.com/acme/metrics/prom.Count
              example.com/api/internal/store.(*Store).Close stays since its type
                is in an interface through which it is called.
              Its init runs when the program starts: that stays as long as it is
                imported.
  others refer to 11 symbols of it; what would go with each alone:
    −2.0 KiB  type *Registry
              by main.main (linkname)
         all  Count1
              by main.main
         0 B  Count2
              by main.main and 6 more
         0 B  Count3
              by main.main
         0 B  Count4
              by main.main
         0 B  Count5
              by main.main
         0 B  Count6
              by main.main
         0 B  Count7
              by main.main
              and 3 more

example.com/gone   module
  not imported, so nothing of it is in the program
`,
  );
});

/** The sentences below a chain whose last link is of some kind. */
function saidOf(by: WhySubject['references'][number]['by'], change: Partial<WhySubject> = {}): string {
  const references = [...subject.references.slice(0, 1), { symbol: 'a.b', package: 'a', by }];
  return formatWhyInspection(answerOf({ ...subject, references, ...change }), { columns: 400 });
}

test('how a thing is kept is said in a sentence, and none where a package is there for its init alone', () => {
  assert.match(saidOf('reference'), /^ +Plain references all the way/m);
  assert.match(saidOf('init'), /^ +Nothing but inits leads to it/m);
  assert.match(saidOf('linkname'), /^ +a\.b is taken by its name \(linkname\)\.$/m);
  assert.match(saidOf('name'), /^ +a\.b stays since a constant names it/m);
  assert.match(
    saidOf('reflection'),
    /^ +Nothing else leads to it: a\.b stays only since methods are looked up/m,
  );
  const alone = saidOf('init', { entries: [], entryCount: 0 });
  assert.match(alone, /^ +Only its init keeps it: imported nowhere, it would go\.$/m);
  assert.doesNotMatch(alone, /Nothing but|others refer/);
});

test('what no program is without has no more to it, and instances that are called alike are said once', () => {
  const { retainedBytes: _, ...needed } = subject;
  const text = formatWhyInspection(answerOf({ ...needed, entries: [], entryCount: 0 }));
  assert.match(text, /without it no program would be left/);
  assert.doesNotMatch(text, /init|Plain/);
  const type = 'go.shape.struct { Name string; Values map[string][]string; Others map[string]int }';
  const referrers = [1, 2, 3].map((at) => ({
    ...{ symbol: `slices.Sort[${type}${at}]`, package: 'slices', by: 'reference' as const },
  }));
  const [entry] = subject.entries;
  assert.ok(entry);
  const entries = [{ ...entry, referrers, referrerCount: 5 }];
  const generic = formatWhyInspection(answerOf({ ...subject, entries, entryCount: 1 }));
  assert.match(generic, /^ +by slices\.Sort\[…\] and 2 more$/m);
});

test('methods that stay for reflection are said once for a program, with a line for each that looks them up', () => {
  const [target] = answerOf(subject).targets;
  assert.ok(target);
  const found = { ...answerOf(subject), targets: [{ ...target, deadCode }] };
  validateReport(found, 'whyInspection');
  const text = formatWhyInspection(found);
  assert.match(text, /\ndead-code elimination is off\n {2}2 functions look methods up/);
  assert.match(
    text,
    /−3\.1 MiB {2}without all of them\n.*−2\.3 MiB {2}text\/template\.\(\*state\)\.evalField\n/,
  );
});

test('names of elsewhere cannot steer a terminal, and lines are as short as the terminal', () => {
  const hostile = `${metrics}/\x1b[2Jprom\n::error::x`;
  const long = `example.com/${'very/'.repeat(40)}long`;
  const found = answerOf({
    ...subject,
    name: hostile,
    importers: [hostile, 'b'],
    imports: [hostile, 'b'],
    references: [{ symbol: hostile, package: '', by: 'start' }],
    entries: [
      {
        ...{ symbol: `${long}.F`, package: hostile, referrerCount: 1 },
        referrers: [{ symbol: `${long}.G`, package: '', by: 'reference' }],
      },
    ],
    entryCount: 1,
  });
  const text = formatWhyInspection(found, { columns: 80 });
  assert.doesNotMatch(text, /\x1b|^\s*::/m);
  assert.ok(
    text.split('\n').every((line) => line.length <= 80),
    text,
  );
  assert.match(formatWhyInspection(found, { color: true }), /\x1b\[32m/);
});
