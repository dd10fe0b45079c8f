import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cgoCauseOf } from '../../src/gobuild/cgo-cause.ts';
import type { PackageFiles } from '../../src/gobuild/packages.ts';
import { build } from '../../src/pipeline.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { machine, portsOf, requestOf } from '../support/build-run.ts';
import { type Edits, edit } from '../support/edits.ts';
import { lacksCgo } from '../support/go-programs.ts';
import { folderOf } from '../support/temporary.ts';

const call = '// static int one(void) { return 1; }\nimport "C"\n\nfunc One() int { return int(C.one()) }\n';
/** Three packages that call C: the nearest is two imports away, another by two ways. */
const own: Edits = {
  'go.mod': 'module example.com/api\n\ngo 1.25\n',
  'main.go':
    'package main\n\nimport (\n\t"example.com/api/store"\n\t"example.com/api/web"\n)\n\nfunc main() { println(store.One(), web.One()) }\n',
  'store/store.go':
    'package store\n\nimport "example.com/api/store/engine"\n\nfunc One() int { return engine.One() }\n',
  'store/engine/engine.go': `package engine\n\n${call}`,
  'web/web.go': 'package web\n\nimport "example.com/api/web/deep"\n\nfunc One() int { return deep.One() }\n',
  'web/deep/deep.go':
    'package deep\n\nimport (\n\t"example.com/api/web/deep/zip"\n\t"example.com/api/store/engine"\n)\n\nfunc One() int { return zip.One() + engine.One() }\n',
  'web/deep/zip/zip.go': `package zip\n\n${call}`,
};

const standard: Edits = {
  'go.mod': 'module example.com/look\n\ngo 1.25\n',
  'main.go':
    'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n\t"os/user"\n)\n\nfunc main() {\n\tfmt.Println(user.Current())\n\tfmt.Println(http.Get("http://localhost"))\n}\n',
};

describe('a cgo program that its base cannot start', { skip: lacksCgo() }, () => {
  async function refusedBuild(
    t: { after: (undo: () => unknown) => void },
    files: Edits,
  ): Promise<{ verdict: Verdict; asked: number }> {
    const root = await folderOf(t);
    await edit(root, files);
    const own = await machine(t);
    const ports = portsOf(own);
    const output = `oci:${await folderOf(t)}/out`;
    const request = await requestOf(own, root, '--cgo', '--base', 'scratch', '--output', output);
    const report = await build(request, ports);
    const verdict = report.verdicts.find(({ check }) => check === 'binary/static');
    assert.ok(verdict);
    const asked = ports.goRuns().filter((args) => args.some((arg) => arg.includes('Imports'))).length;
    return { verdict, asked };
  }

  test('is told by the shortest chain to the nearest package that calls C, and the others by name', async (t) => {
    const { verdict, asked } = await refusedBuild(t, own);
    // The listing of every build, and one more for the chain.
    assert.deepEqual([verdict.status, verdict.severity, asked], ['fail', 'block', 2]);
    const lines = verdict.detail.split('\n');
    assert.ok(
      lines.includes(
        'because cgo is on: example.com/api → example.com/api/store → example.com/api/store/engine (import "C")',
      ),
      verdict.detail,
    );
    assert.ok(lines.includes('so do example.com/api/web/deep/zip'), verdict.detail);
  });

  test('is told by the standard library where nothing else calls C, which does without', async (t) => {
    const { verdict } = await refusedBuild(t, standard);
    assert.match(
      verdict.detail,
      /^because cgo is on: example\.com\/look → (os\/user|net\/http → net) \(import "C"\)$/m,
    );
    assert.match(verdict.detail, /^try cgo off \(CGO_ENABLED=0\): the standard library does without C/m);
  });
});

test('what needs C is the nearest package of a module, whatever the standard library does', () => {
  const packages: readonly PackageFiles[] = [
    { ImportPath: 'runtime/cgo', Standard: true, CgoFiles: ['cgo.go'] },
    { ImportPath: 'net', Standard: true, CgoFiles: ['cgo_unix.go'] },
    { ImportPath: 'm/far', CgoFiles: ['far.go'] },
    { ImportPath: 'm/swig', SwigFiles: ['x.swig'] },
    { ImportPath: 'm/way', Imports: ['m/far'] },
    { ImportPath: 'm', Imports: ['net', 'm/way', 'm/swig', 'm/unlisted'] },
  ];
  assert.deepEqual(cgoCauseOf(packages, 'm'), { chain: ['m', 'm/swig'], standard: false, others: ['m/far'] });
  const withoutOwn = packages.filter(({ Standard, ImportPath }) => Standard === true || ImportPath === 'm');
  assert.deepEqual(cgoCauseOf(withoutOwn, 'm'), { chain: ['m', 'net'], standard: true, others: [] });
  assert.equal(cgoCauseOf(packages.slice(0, 1), 'm'), undefined);
});
