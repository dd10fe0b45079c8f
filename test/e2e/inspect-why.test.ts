import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { WhyInspection } from '../../src/report/why-inspection.ts';
import { goNm } from '../support/go-nm.ts';
import { publishedProgram, publishedPrograms } from '../support/published-programs.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { subjectOf } from '../support/why-run.ts';
import { temporaryFolders } from '../support/workspace.ts';

describe('slipway inspect MODULE@VERSION --why', () => {
  const folder = temporaryFolders(after);
  let work: string;
  const inspect = (...argv: readonly string[]) =>
    slipway(['inspect', publishedPrograms.age, '--cache-dir', join(work, 'cache'), ...argv]);

  before(async () => {
    work = await folder();
  });

  it('says of a package, a module and a symbol what go list, and a link with its symbols, say', async () => {
    const names = ['golang.org/x/crypto/ssh', 'golang.org/x/crypto', 'ssh.ParseRawPrivateKey', 'net/http'];
    const asked = names.flatMap((name) => ['--why', name]);
    const { stdout, status } = await inspect(...asked, '--json');
    assert.equal(status, 0);
    const found = JSON.parse(stdout) as WhyInspection;
    validateReport(found, 'whyInspection');
    const [ssh, crypto, parse, http] = names.map((name) => subjectOf(found, name));
    assert.ok(ssh && crypto && parse && http);
    assert.deepEqual(ssh.importers, ['filippo.io/age/cmd/age', 'filippo.io/age/agessh']);
    assert.deepEqual(ssh.imports, ['filippo.io/age/cmd/age', 'golang.org/x/crypto/ssh']);
    assert.deepEqual([ssh.module, crypto.kind, http.imported], ['golang.org/x/crypto', 'module', false]);

    const symbols = new Map(
      goNm(publishedProgram({ program: 'age', ldflags: '-w' })).map(({ name, bytes }) => [name, bytes]),
    );
    for (const { symbol, referrers } of ssh.entries) {
      if (!symbol.startsWith('type:')) assert.ok(symbols.has(symbol), symbol);
      for (const each of referrers) if (!each.symbol.startsWith('type:')) assert.ok(symbols.has(each.symbol));
    }
    assert.equal(parse.name, 'golang.org/x/crypto/ssh.ParseRawPrivateKey');
    const length = symbols.get(parse.name) ?? 0;
    assert.ok(parse.bytes >= length && length > 0, `${parse.bytes} with its tables, ${length} of code`);
    // What goes without a module is more than without one of its packages, and that more than its own bytes.
    const sizes = [crypto.retainedBytes, ssh.retainedBytes, ssh.bytes, parse.bytes].map(Number);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
  });

  it('tells a person the same, and refuses a name that means nothing with one that is near to it', async () => {
    const { stdout } = await slipwayOk([
      ...['inspect', '--why', 'filippo.io/age/agessh', publishedPrograms.age],
      ...['--cache-dir', join(work, 'cache')],
    ]);
    assert.match(stdout, /^age {3}linux\/amd64 · go/);
    assert.match(stdout, /\n {2}imported {4}filippo\.io\/age\/cmd\/age → filippo\.io\/age\/agessh\n/);
    const { status, stderr } = await inspect('--why=filippo.io/age/agesh');
    assert.equal(status, 2);
    assert.match(stderr, /near to it: filippo\.io\/age\/agessh/);
  });
});
