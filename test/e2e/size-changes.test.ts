import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatSizeComment } from '../../src/report/size-comment/comment.ts';
import { edit } from '../support/edits.ts';
import {
  againstMain,
  assertTrue,
  type Change,
  changeOf,
  depsOf,
  imageIn,
  plainMain,
  sizedIn,
} from '../support/size-change.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** Nothing of these is to be refused: what grew is what is looked at. */
const unlimited = 'budget: { disk: off, pull: off, package: off }\n';
const goMod = (...requires: readonly string[]): string =>
  `module example.com/shop\n\ngo 1.24\n${requires.map((each) => `\nrequire ${each}\n`).join('')}`;

/** A server, and what its handlers are. */
const server = (imports: readonly string[], body: string): string =>
  `package main\n\nimport (\n${['net/http', ...imports].map((each) => `\t"${each}"\n`).join('')})\n\nfunc main() {\n${body}\tif err := http.ListenAndServe(":8080", nil); err != nil {\n\t\tpanic(err)\n\t}\n}\n`;

/** The line of a file that holds a text, from 1. */
async function lineOf({ root }: Change, file: string, text: string): Promise<{ file: string; line: number }> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n');
  const at = lines.findIndex((line) => line.includes(text));
  assert.notEqual(at, -1, `${text} in ${file}`);
  return { file, line: at + 1 };
}

describe('a build against its merge base, which is built too', () => {
  const folder = temporaryFolders(after);
  let cache: string;
  before(async () => {
    cache = await folder();
  });

  test('names a metrics library that was added, with its version, chain, lines and bytes', async (t) => {
    const change = await changeOf(t, cache, {
      start: { 'go.mod': goMod(), 'main.go': server([], ''), 'slipway.yaml': unlimited },
      change: {
        'go.mod': goMod('github.com/prometheus/client_golang v1.20.5'),
        'main.go': server(
          ['example.com/shop/internal/metrics'],
          '\thttp.Handle("/metrics", metrics.Handler())\n',
        ),
        'internal/metrics/metrics.go':
          'package metrics\n\nimport (\n\t"net/http"\n\n\t"github.com/prometheus/client_golang/prometheus/promhttp"\n)\n\nfunc Handler() http.Handler { return promhttp.Handler() }\n',
      },
    });
    const { size, report, ended } = await againstMain(change);
    const plain = await plainMain(change);
    const said = sizedIn(size);
    assertTrue(said, imageIn(plain), imageIn(report));
    const name = 'github.com/prometheus/client_golang';
    const chain = ['example.com/shop', 'example.com/shop/internal/metrics', `${name}/prometheus/promhttp`];
    const [brought, ...others] = said.brought ?? [];
    assert.deepEqual([brought?.name, brought?.kind, brought?.chain], [name, 'module', chain]);
    assert.ok(brought?.modules.includes('google.golang.org/protobuf'));
    assert.deepEqual(said.modules.find((each) => each.name === name)?.versions, { after: 'v1.20.5' });
    assert.deepEqual(
      size.causes.find((cause) => cause.name === name),
      {
        ...{ target: 'shop', name },
        imports: await lineOf(change, 'internal/metrics/metrics.go', 'promhttp"'),
        required: await lineOf(change, 'go.mod', name),
      },
    );

    const plainTree = imageIn(plain).attribution;
    const known = new Set(
      [...(plainTree?.packages ?? []), ...(plainTree?.emptyPackages ?? [])].map(({ path }) => path),
    );
    const fresh = [...(await depsOf(change.root, '.'))].filter((path) => !known.has(path));
    const bytesOf = new Map(imageIn(report).attribution?.packages.map(({ path, bytes }) => [path, bytes]));
    const most = fresh.reduce((sum, path) => sum + (bytesOf.get(path) ?? 0), 0);
    const told = [brought, ...others].reduce((sum, each) => sum + (each?.bytes ?? 0), 0);
    assert.ok(told <= most && told > most * 0.95, `${told} of ${most}`);
    for (const path of [brought, ...others].flatMap((each) => each?.packages ?? [])) {
      assert.ok(fresh.includes(path), path);
    }
    assert.match(
      ended.stderr + ended.stdout,
      /github\.com\/prometheus\/client_golang is new(?:,| and) (?:keeps|brings) /,
    );
  });

  test('names a module that moved one major version, in place of the one that is gone', async (t) => {
    const routed = (module: string): string =>
      server(
        [module],
        '\tr := chi.NewRouter()\n\tr.Get("/", func(w http.ResponseWriter, r *http.Request) {})\n\thttp.Handle("/", r)\n',
      );
    const [old, now] = ['github.com/go-chi/chi', 'github.com/go-chi/chi/v5'];
    const change = await changeOf(t, cache, {
      start: { 'go.mod': goMod(`${old} v1.5.5`), 'main.go': routed(old), 'slipway.yaml': unlimited },
      change: { 'go.mod': goMod(`${now} v5.1.0`), 'main.go': routed(now) },
    });
    const { size, report } = await againstMain(change);
    const said = sizedIn(size);
    assertTrue(said, imageIn(await plainMain(change)), imageIn(report));
    const moved = said.modules.find(({ name }) => name === now);
    assert.deepEqual(
      [moved?.formerName, moved?.before, moved?.versions, moved?.chain],
      [old, 0, { after: 'v5.1.0' }, ['example.com/shop', now]],
    );
    const gone = said.modules.find(({ name }) => name === old);
    assert.deepEqual([gone?.after, gone?.versions], [0, { before: 'v1.5.5' }]);
    assert.deepEqual(size.causes, [
      {
        ...{ target: 'shop', name: now },
        imports: await lineOf(change, 'main.go', now),
        required: await lineOf(change, 'go.mod', now),
      },
    ]);
    assert.match(
      formatSizeComment({ ...report, size }),
      /chi\/v5<\/code> v5\.1\.0 takes the place of <code>github\.com\/go-chi\/chi<\/code> v1\.5\.5/,
    );
  });

  test('says of a logging library that was removed that it is gone, and what that saves', async (t) => {
    const name = 'github.com/sirupsen/logrus';
    const change = await changeOf(t, cache, {
      start: {
        'go.mod': goMod(`${name} v1.9.3`),
        'main.go': server([name], '\tlogrus.Info("hello")\n'),
        'slipway.yaml': unlimited,
      },
      change: { 'go.mod': goMod(), 'main.go': server(['log'], '\tlog.Print("hello")\n') },
    });
    const { size, report } = await againstMain(change);
    const said = sizedIn(size);
    assertTrue(said, imageIn(await plainMain(change)), imageIn(report));
    const gone = said.modules.find((each) => each.name === name);
    assert.deepEqual([gone?.after, gone?.versions], [0, { before: 'v1.9.3' }]);
    assert.ok((said.fileBytes?.after ?? 0) < (said.fileBytes?.before ?? 0) - (gone?.before ?? 0));
    assert.deepEqual([said.brought, size.causes], [[], []]);
    assert.match(formatSizeComment({ ...report, size }), /^### 📦 Size: shop shrinks/);
    const [, kept] =
      /logrus<\/code> v1\.9\.3 is gone, which kept ([\d.]+) KiB alive/.exec(
        formatSizeComment({ ...report, size }),
      ) ?? [];
    // What was predicted of the base's program is what this one lacks, but for what takes its place.
    const lost = ((said.fileBytes?.before ?? 0) - (said.fileBytes?.after ?? 0)) / 1024;
    assert.ok(Math.abs(Number(kept) - lost) < lost * 0.15, `${kept} KiB, and ${lost}`);
  });

  test('names a module at another minor version with both versions', async (t) => {
    const name = 'github.com/klauspost/compress';
    const body = '\tr, _ := zstd.NewReader(os.Stdin)\n\tio.Copy(os.Stdout, r)\n';
    const files = (version: string) => ({ 'go.mod': goMod(`${name} ${version}`) });
    const change = await changeOf(t, cache, {
      start: {
        ...files('v1.11.13'),
        'main.go': server(['io', 'os', `${name}/zstd`], body),
        'slipway.yaml': unlimited,
      },
      change: files('v1.17.9'),
    });
    const { size, report } = await againstMain(change);
    const said = sizedIn(size);
    assertTrue(said, imageIn(await plainMain(change)), imageIn(report));
    const moved = said.modules.find((each) => each.name === name);
    assert.deepEqual(moved?.versions, { before: 'v1.11.13', after: 'v1.17.9' });
    assert.ok(moved.before > 0 && moved.after > 0);
    const required = await lineOf(change, 'go.mod', name);
    assert.deepEqual(
      size.causes.find((cause) => cause.name === name),
      { target: 'shop', name, required },
    );
    assert.match(
      formatSizeComment({ ...report, size }),
      /compress<\/code> moves from v1\.11\.13 to v1\.17\.9 \(<code>go\.mod:5<\/code>\) and (grows|shrinks) by /,
    );
  });

  test('names a package of the standard library that own code imports anew, with the line', async (t) => {
    const change = await changeOf(t, cache, {
      start: { 'go.mod': goMod(), 'main.go': server([], ''), 'slipway.yaml': unlimited },
      change: { 'debug.go': 'package main\n\nimport _ "net/http/pprof"\n' },
    });
    const { size, report, ended } = await againstMain(change);
    const said = sizedIn(size);
    assertTrue(said, imageIn(await plainMain(change)), imageIn(report));
    const [brought] = said.brought ?? [];
    assert.deepEqual(
      [brought?.name, brought?.kind, brought?.chain],
      ['net/http/pprof', 'package', ['example.com/shop', 'net/http/pprof']],
    );
    assert.ok(brought?.packages.includes('runtime/pprof'));
    const cause = size.causes.find(({ name }) => name === 'net/http/pprof');
    assert.deepEqual(cause, {
      target: 'shop',
      name: 'net/http/pprof',
      imports: { file: 'debug.go', line: 3 },
    });
    assert.match(ended.stderr + ended.stdout, /debug\.go:3/);
  });

  const small = (body: string, ...imports: readonly string[]): string =>
    `package main\n\nimport (\n${imports.map((each) => `\t"${each}"\n`).join('')})\n\nfunc main() { ${body} }\n`;

  test('says of two targets of a repository which one changed, and finds its lines in a module in a folder', async (t) => {
    const name = 'github.com/google/uuid';
    const module = (...requires: readonly string[]) => ({ 'services/go.mod': goMod(...requires) });
    const change = await changeOf(
      t,
      cache,
      {
        start: {
          ...module(),
          'services/cmd/api/main.go': small('fmt.Println(1)', 'fmt'),
          'services/cmd/job/main.go': small('println(strconv.Itoa(1))', 'strconv'),
          'services/slipway.yaml': `${unlimited}targets: { api: { main: ./cmd/api }, job: { main: ./cmd/job } }\n`,
          'README.md': 'A shop\n',
        },
        change: {
          ...module(`${name} v1.6.0`),
          'services/cmd/api/main.go': small('fmt.Println(ids.New())', 'fmt', 'example.com/shop/ids'),
          'services/ids/ids.go':
            'package ids\n\nimport "github.com/google/uuid"\n\nfunc New() string { return uuid.NewString() }\n',
        },
      },
      ['services'],
    );
    const { size, report } = await againstMain(change, 'services');
    const plain = await plainMain(change, 'services');
    for (const target of ['api', 'job']) {
      assertTrue(sizedIn(size, target), imageIn(plain, target), imageIn(report, target));
    }
    const job = sizedIn(size, 'job');
    // The version of the module is in both programs, and may be of another length now.
    assert.ok(job.packages.every(({ path }) => path === 'runtime'));
    assert.ok(job.modules.every(({ name: module }) => module === 'std'));
    assert.deepEqual(job.brought ?? [], []);
    assert.ok(Math.abs((job.fileBytes?.after ?? 0) - (job.fileBytes?.before ?? 0)) < 1024);
    assert.deepEqual(sizedIn(size, 'api').brought?.[0]?.chain, [
      'example.com/shop/cmd/api',
      'example.com/shop/ids',
      name,
    ]);
    assert.deepEqual(
      size.causes.find((cause) => cause.name === name),
      {
        ...{ target: 'api', name },
        imports: await lineOf(change, 'services/ids/ids.go', name),
        required: await lineOf(change, 'services/go.mod', name),
      },
    );
    const comment = formatSizeComment({ ...report, size });
    assert.match(comment, /\| \*\*job\*\* linux\/amd64 \| [^|]+ \| unchanged \|/);

    await edit(change.root, {
      'services/cmd/job/main.go': small('println(regexp.MustCompile("a"))', 'regexp'),
    });
    const uncommitted = await againstMain(change, 'services');
    assert.equal(uncommitted.report.source?.modified, true);
    const edited = sizedIn(uncommitted.size, 'job');
    assert.deepEqual(edited.brought?.[0]?.name, 'regexp');
    assert.deepEqual(edited.diskBytes, {
      before: imageIn(plain, 'job').diskBytes,
      after: imageIn(uncommitted.report, 'job').diskBytes,
    });
    const cause = uncommitted.size.causes.find((each) => each.target === 'job' && each.name === 'regexp');
    assert.deepEqual(cause?.imports, { file: 'services/cmd/job/main.go', line: 4 });
  });

  test('tells a check that fails since the change, though no size changes, and lets it judge as it does', async (t) => {
    const change = await changeOf(t, cache, {
      start: { 'go.mod': goMod(), 'main.go': 'package main\n\nfunc main() {}\n', 'README.md': 'A shop\n' },
      change: { 'slipway.yaml': 'user: "0"\n' },
    });
    const { size, report, ended } = await againstMain(change);
    assert.deepEqual(size.verdicts, [
      {
        ...{ check: 'image/user', target: 'shop', platform: 'linux/amd64', before: { status: 'pass' } },
        after: { status: 'fail', severity: 'warn', detail: 'config /config/User: is "0": root' },
      },
    ]);
    assert.equal(report.outcome, 'pass');
    const comment = formatSizeComment({ ...report, size });
    assert.match(comment, /^### 📦 Size: unchanged, a check changes\n/);
    assert.equal(comment.match(/image\/user/g)?.length, 1, 'it is told once');
    assert.match(ended.stdout + ended.stderr, /^ {2}image\/user: pass → fail \(warn\), shop$/m);
  });
});
