import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameCode, nameText } from '../../../src/report/size-comment/words.ts';
import { paragraphHtml, sentenceHtml, sentenceText } from '../../../src/report/size-page/sentence-html.ts';
import { sizePage } from '../../../src/report/size-page/size-page.ts';
import { builtSnapshot, comparedBuild } from '../../support/compared-build.ts';
import { elementsOf } from '../../support/github-markdown.ts';
import { opener } from '../page/used.ts';

const { skip, open } = opener();
const attack =
  '<img src=x onerror=hacked=1></script></title></style><script>hacked=1</script><!--"\'&amp;\u202egnp';

/** A build in which everything that a repository names is an attack. */
function hostileBuild() {
  const snapshot = (bytes: number, setting: string) => {
    const packages = { [`${attack.replaceAll(' ', '')}/m x${attack.replaceAll(' ', '')}`]: bytes };
    const built = builtSnapshot({ api: { 'linux/amd64': { packages } } });
    const [target] = built.targets;
    assert.ok(target);
    const images = target.images.map((image) => ({ ...image, platform: attack }));
    return { ...built, targets: [{ ...target, name: attack, settings: { [attack]: setting }, images }] };
  };
  const source = comparedBuild(snapshot(1000, attack), snapshot(900_000, `${attack}2`), {
    causes: [
      {
        target: attack,
        name: `${attack}/m`,
        imports: { file: attack, line: 1 },
        required: { file: attack, line: 2 },
      },
    ],
  });
  const { size } = source.report;
  const verdicts = [
    {
      check: attack,
      subject: attack,
      status: 'fail',
      severity: 'block',
      detail: `${attack}\n${attack}`,
    } as const,
  ];
  const budgets = [{ target: attack, before: attack, after: `${attack}3` }];
  const baseline = { ...size.baseline, name: attack, kind: 'file' } as const;
  const report = {
    ...source.report,
    toolchain: { go: attack },
    verdicts,
    size: { ...size, budgets, baseline },
  };
  return { ...source, report };
}

test('names that look like markup are text wherever they stand', { skip }, async (t) => {
  const tab = await open(
    t,
    sizePage(hostileBuild(), { notes: [nameText(attack)], address: 'https://x.example/' }),
  );
  assert.match(await tab.text('h1'), /^Size: refused — .*<img src=x onerror=hacked=1>/);
  await tab.click('.switch label', 'Table');
  await tab.click('#targets-name + .rows a');
  await tab.press('/');
  await tab.type('<img');
  assert.match(await tab.text('#changes'), /<script>hacked=1<\/script>/);
  assert.match(await tab.text('#checks-name + .rows'), /<script>hacked=1<\/script>/);
  assert.equal(await tab.read('typeof hacked'), 'undefined');
  assert.equal(await tab.read(`document.querySelectorAll('img, iframe, object, form, svg').length`), 0);
  const links = await tab.read<string[]>(`[...document.querySelectorAll('a')].map((each) => each.protocol)`);
  assert.deepEqual([...new Set(links)].toSorted(), ['file:', 'https:']);
  assert.equal((await tab.read<string>('document.body.innerText')).includes('\u202e'), false);
  assert.equal(tab.requests.length, 1);
  assert.deepEqual(tab.problems, []);
});

test('an address of the run that is none, or is a script, is no link', () => {
  const source = hostileBuild();
  for (const address of ['javascript:alert(1)', 'x', 'data:text/html,x', undefined]) {
    assert.doesNotMatch(sizePage(source, { address }), /the run and its report/);
  }
  assert.match(
    sizePage(source, { address: 'https://github.com/a/b/actions/runs/1?"><script>' }),
    /<a href="https:\/\/github\.com\/a\/b\/actions\/runs\/1\?%22%3E%3Cscript%3E" rel/,
  );
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.constantFrom('<', '>', '&#60;', '**', '<code>', '</code>', '"', '`', '\n', '- ', 'a'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);

test('a sentence of the comment becomes HTML with no other element than its own, whatever is in it', () => {
  fc.assert(
    fc.property(text, text, (name, raw) => {
      for (const markdown of [`**Why:** ${nameCode(name)} and ${nameText(name)}.`, raw]) {
        const html = paragraphHtml(markdown);
        for (const element of elementsOf(html)) {
          assert.ok(['p', 'ul', 'li', 'b', 'code', 'br'].includes(element.name), html);
          assert.equal(element.attributes, '', html);
        }
      }
    }),
  );
});

test('a name stands in a sentence as it was written', () => {
  for (const name of ['a<b>&amp;**c**', '@acme/admins', 'https://evil.example', 'x `code` y']) {
    assert.equal(sentenceText(nameText(name)), name);
    assert.equal(sentenceText(nameCode(name)), name);
  }
  assert.equal(sentenceHtml('**Why:** <code>a&#60;</code>'), '<b>Why:</b> <code>a&#60;</code>');
});
