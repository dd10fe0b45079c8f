import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import type { FileInspection } from '../../src/report/inspection.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { makeBase } from '../support/bases/base-image.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { writeBaseLayout } from '../support/bases/places.ts';
import { goProgram, lacksCgo, shipped, shippedHello } from '../support/go-programs.ts';
import { interpreter, libraryFolder } from '../support/loading-root.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { temporaryFolders } from '../support/workspace.ts';

describe('slipway inspect FILE --base', { skip: lacksCgo() }, () => {
  const folder = temporaryFolders(after);
  let work: string;
  /** A layout with this machine's glibc in Debian's places. */
  let glibc: string;
  let distroless: string;

  before(async () => {
    work = await folder();
    const files = [interpreter, `${libraryFolder}/libc.so.6`, `${libraryFolder}/libresolv.so.2`];
    const entries = files.map((path) => ({
      path: path.replace('/lib64/', 'usr/lib64/').replace(/^\//, ''),
      mode: 0o755,
      content: readFileSync(path),
    }));
    const links = ['lib', 'lib64'].map((name) => ({
      path: name,
      type: '2',
      mode: 0o777,
      link: `usr/${name}`,
    }));
    const layers = [{ entries: [...links, ...entries], createdBy: 'a test' }];
    const image = makeBase(
      ['linux/amd64'],
      () => ({ layers, execution: {}, created: '2026-11-03T20:21:22Z' }),
      {},
    );
    glibc = `oci:${await writeBaseLayout(image, join(work, 'glibc'))}`;
    distroless = `oci:${await writeBaseLayout(distrolessLike(), join(work, 'distroless'))}`;
  });

  async function inspected(path: string, ...bases: readonly string[]) {
    const flags = bases.flatMap((base) => ['--base', base]);
    const { stdout, status } = await slipway([
      'inspect',
      path,
      ...flags,
      '--json',
      '--cache-dir',
      join(work, 'cache'),
    ]);
    const found = JSON.parse(stdout) as FileInspection;
    validateReport(found, 'inspection');
    return { status, needs: found.needs, bases: found.bases ?? [] };
  }

  function answers(verdicts: readonly Verdict[]): Record<string, string> {
    return Object.fromEntries(verdicts.map(({ check, status }) => [check, status]));
  }

  it('a cgo program: why not on scratch and static, and that it starts where glibc is', async () => {
    const { path } = goProgram({ source: 'web', args: shipped, env: { CGO_ENABLED: '1' } });
    const { status, needs, bases } = await inspected(path, 'scratch', 'static', distroless, glibc);
    assert.equal(status, 1);
    assert.equal(needs.libc?.flavour, 'glibc');
    assert.ok(
      needs.versions?.some(
        ({ library, version }) => library === 'libc.so.6' && version.startsWith('GLIBC_2.'),
      ),
    );
    assert.deepEqual(
      bases.map(({ reference, verdicts }) => [reference, answers(verdicts)['binary/static']]),
      [
        ['scratch', 'fail'],
        ['static', 'fail'],
        [distroless, 'fail'],
        [glibc, 'pass'],
      ],
    );
    assert.match(
      bases[0]?.verdicts[0]?.detail ?? '',
      /because cgo is on: net \(import "C"\)\ntry cgo off .* the standard library/,
    );
    assert.match(
      bases[3]?.verdicts[0]?.detail ?? '',
      /^dynamic; the base .* has glibc 2\.\d+ and what it asks for: /,
    );
    assert.equal(bases[3]?.libcs[0]?.flavour, 'glibc');
    assert.match(bases[3]?.digest ?? '', /^sha256:/);
    const alone = await inspected(path, glibc);
    assert.equal(alone.status, 0);
  });

  it('a static program starts everywhere, and what it looks up is told of each base', async () => {
    const { path } = goProgram({ source: 'lookups', main: './user', args: shipped });
    const { status, bases } = await inspected(path, 'scratch', 'static', distroless);
    assert.equal(status, 0);
    assert.deepEqual(
      bases.map(({ verdicts }) => Object.values(answers(verdicts))),
      [
        ['pass', 'fail'],
        ['pass', 'pass'],
        ['pass', 'pass'],
      ],
    );
    assert.match(bases[0]?.verdicts[1]?.detail ?? '', /users \(\/etc\/passwd\)/);
  });

  it('in text: what it needs, and a paragraph for each base', async () => {
    const { path } = goProgram({ source: 'cgo', args: shipped, env: { CGO_ENABLED: '1' } });
    const places = ['--cache-dir', join(work, 'cache')];
    const { stdout, status } = await slipway([
      'inspect',
      path,
      '--base',
      'static',
      '--base',
      glibc,
      ...places,
    ]);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^ {2}needs glibc 2\.\d+ or newer · \/lib64\/ld-linux-x86-64\.so\.2 · libc\.so\.6$/m,
    );
    assert.match(
      stdout,
      /^on static {3}no C library\n {2}start {4}✗ cannot start on the base "static"\n {13}it asks for /m,
    );
    assert.match(stdout, /^on oci:\S+ {3}glibc 2\.\d+\n {2}start {4}✓ dynamic; /m);
    const plain = await slipwayOk(['inspect', path]);
    assert.doesNotMatch(plain.stdout, /^on /m);
  });

  it('what is for another system or is an image is said, and a base that is not there too', async () => {
    const { status, bases } = await inspected(shippedHello('windows', 'amd64').path, 'static');
    assert.deepEqual([status, bases[0]?.verdicts[0]?.status], [1, 'fail']);
    assert.match(bases[0]?.verdicts[0]?.detail ?? '', /it is for windows, and bases are of linux/);
    const layout = distroless.replace('oci:', '');
    const image = await slipway(['inspect', layout, '--base', 'static']);
    assert.deepEqual([image.status, /--base is for a program/.test(image.stderr)], [2, true]);
    const { path } = shippedHello('linux', 's390x');
    const other = await slipway(['inspect', path, '--base', distroless, '--cache-dir', join(work, 'cache')]);
    assert.equal(other.status, 2);
    assert.match(other.stderr, /error E_BASE: .*linux\/s390x/s);
    assert.equal((await slipway(['inspect', path, '--base', 'statc'])).status, 2);
  });
});
