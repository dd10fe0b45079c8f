import assert from 'node:assert/strict';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { GraphChange, TagSetReport, TagsInspection } from '../../src/report/tags-inspection.ts';
import { growth } from '../../src/size/difference.ts';
import { writeModule } from '../support/go-module.ts';
import { go } from '../support/go-programs.ts';
import { publishedPackages, publishedPrograms } from '../support/published-programs.ts';
import { validateReport } from '../support/report-schema.ts';
import { type Ended, slipway, slipwayOk } from '../support/slipway.ts';
import { digestOf, helloCheckout, temporaryFolders } from '../support/workspace.ts';

const platform = { GOOS: 'linux', GOARCH: 'amd64', GOAMD64: 'v1', CGO_ENABLED: '0' };

/** Tags `alpha` and `beta` both need encoding/json, which nothing else does; `gamma` needs what `beta` declares. */
const shared = {
  'go.mod':
    'module example.com/tagged\n\ngo 1.25\n\nrequire example.com/codec v0.0.0\n\nreplace example.com/codec => ./codec\n',
  'codec/go.mod': 'module example.com/codec\n\ngo 1.25\n',
  'codec/codec.go':
    'package codec\n\nimport "encoding/json"\n\nfunc Text(value any) string {\n\ttext, _ := json.Marshal(value)\n\treturn string(text)\n}\n',
  'codec/deep.go': '//go:build onlyinside\n\npackage codec\n\nconst Deep = 1\n',
  'main.go': 'package main\n\nfunc main() { println("hello") }\n',
  'alpha.go':
    '//go:build alpha\n\npackage main\n\nimport "example.com/codec"\n\nfunc init() { println(codec.Text([]int{1})) }\n',
  'beta.go':
    '//go:build beta\n\npackage main\n\nimport "example.com/codec"\n\nconst word = "beta"\n\nfunc init() { println(codec.Text(word)) }\n',
  'gamma.go': '//go:build gamma\n\npackage main\n\nfunc init() { println(word) }\n',
  'main_test.go': '//go:build integration\n\npackage main\n',
} as const;

describe('slipway inspect DIR --tags', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let module: string;
  const flags = (): string[] => ['--vcs-stamp', 'never', '--cache-dir', join(work, 'cache')];
  const inspect = (...argv: readonly string[]): Promise<Ended> => slipway(['inspect', ...argv, ...flags()]);

  async function answer(...argv: readonly string[]): Promise<TagsInspection> {
    const { stdout } = await slipwayOk(['inspect', ...argv, ...flags(), '--json']);
    const found = JSON.parse(stdout) as TagsInspection;
    validateReport(found, 'tagsInspection');
    return found;
  }

  before(async () => {
    work = await folder();
    module = await writeModule(join(work, 'module'), shared);
  });

  /** What the go command makes of a folder's program with these tags, by itself. */
  async function builtByGo(
    directory: string,
    tags: readonly string[],
    ldflags = '-s -w',
  ): Promise<TagSetReport['file']> {
    const path = join(work, 'by-go', 'program');
    await mkdir(join(work, 'by-go'), { recursive: true });
    const tagged = tags.length === 0 ? [] : [`-tags=${tags.join(',')}`];
    go(
      ['build', '-o', path, '-trimpath', '-buildvcs=false', `-ldflags=${ldflags}`, ...tagged, '.'],
      platform,
      directory,
    );
    const [{ size }, digest] = [await stat(path), await digestOf(path)];
    await rm(path);
    return { bytes: size, digest: digest as `sha256:${string}` };
  }

  /** The packages and modules that go list names with one set of tags and not with the other. */
  function graphByGo(directory: string, from: readonly string[], to: readonly string[]): GraphChange {
    const listed = (tags: readonly string[]) => {
      const format = '{{.ImportPath}} {{with .Module}}{{.Path}} {{.Version}}{{end}}';
      const lines = go(['list', '-deps', `-tags=${tags.join(',')}`, '-f', format, '.'], platform, directory);
      const rows = lines
        .trim()
        .split('\n')
        .map((line) => line.split(' '));
      const modules = new Map(
        rows.flatMap(([, path = '', version = '']) =>
          path === '' ? [] : [[path, { path, ...(version !== '' && { version }) }] as const],
        ),
      );
      return { packages: rows.map(([path = '']) => path).sort(), modules };
    };
    const [old, now] = [listed(from), listed(to)];
    const missing = (names: readonly string[], others: readonly string[]) =>
      names.filter((name) => !others.includes(name));
    const others = (one: typeof old, other: typeof old) =>
      [...one.modules.values()].filter(({ path }) => !other.modules.has(path));
    return {
      packages: { added: missing(now.packages, old.packages), removed: missing(old.packages, now.packages) },
      modules: { added: others(now, old), removed: others(old, now) },
    };
  }

  /** The changes of all packages and of what is of no package are the file's, to the byte. */
  function addsUp({ change }: TagSetReport): void {
    assert.ok(change !== undefined);
    const { packages, others, modules, otherBytes, fileBytes } = change;
    const sum = (changes: readonly { before: number; after: number }[]) =>
      changes.reduce((total, each) => total + growth(each), 0);
    assert.equal(sum(packages) + otherBytes, growth(fileBytes));
    assert.equal(sum(others), otherBytes);
    assert.equal(sum(modules), sum(packages));
  }

  it('each set is the program that go build makes, and the packages that go list names', async () => {
    const sets = [[], ['alpha'], ['beta', 'gamma']];
    const { targets, notices } = await answer(module, ...sets.map((tags) => `--tags=${tags.join(',')}`));
    assert.deepEqual(
      targets.map(({ name, importPath }) => [name, importPath]),
      [['tagged', 'example.com/tagged']],
    );
    const reports = targets[0]?.sets ?? [];
    assert.deepEqual(
      reports.map(({ tags }) => tags),
      sets,
    );
    for (const report of reports) {
      assert.deepEqual(report.file, await builtByGo(module, report.tags), report.tags.join(','));
      assert.equal(report.method, 'objects');
    }
    assert.equal(reports[0]?.change, undefined);
    for (const report of reports.slice(1)) {
      const { change } = report;
      assert.deepEqual(change?.graph, graphByGo(module, [], report.tags));
      assert.ok(change.graph.packages.added.includes('encoding/json'));
      assert.deepEqual(change.graph.modules.added, [{ path: 'example.com/codec', version: 'v0.0.0' }]);
      assert.deepEqual(change.fileBytes, { before: reports[0]?.file?.bytes, after: report.file?.bytes });
      const json = change.packages.find(({ path }) => path === 'encoding/json');
      assert.ok(json !== undefined && json.before === 0 && json.after > 20_000);
      addsUp(report);
    }
    assert.ok(
      notices.every((notice) => !/no build constraint/.test(notice)),
      notices.join('\n'),
    );
  });

  it('what a tag changes given the others is the set against the set without it, and need not sum to the whole', async () => {
    const { targets } = await answer(module, '--tags', 'alpha,beta');
    const [none, both] = targets[0]?.sets ?? [];
    assert.deepEqual([none?.tags, both?.tags], [[], ['alpha', 'beta']]);
    const [alpha, beta] = both?.marginal ?? [];
    const [withoutAlpha, withoutBeta] = [
      await builtByGo(module, ['beta']),
      await builtByGo(module, ['alpha']),
    ];
    assert.deepEqual(
      [alpha?.tag, alpha?.fileBytes, beta?.tag, beta?.fileBytes],
      [
        'alpha',
        { before: withoutAlpha?.bytes, after: both?.file?.bytes },
        'beta',
        { before: withoutBeta?.bytes, after: both?.file?.bytes },
      ],
    );
    assert.deepEqual(alpha?.graph, graphByGo(module, ['beta'], ['alpha', 'beta']));
    assert.deepEqual(alpha.graph.packages, { added: [], removed: [] });
    const whole = growth(both?.change?.fileBytes ?? { before: 0, after: 0 });
    const parts = [alpha, beta].map((each) => growth(each?.fileBytes ?? { before: 0, after: 0 }));
    assert.ok(whole > 300_000 && parts.every((part) => part < 20_000), `${whole}: ${parts}`);
    const text = await slipwayOk(['inspect', module, '--tags', 'alpha,beta', ...flags()]);
    assert.match(text.stdout, /^ {2}alpha,beta +[\d.]+ MiB +\+[\d.]+ [KM]iB +\+\d+ packages, \+1 module$/m);
    assert.match(text.stdout, /^ {4}alpha .* the same packages$/m);
    assert.match(text.stdout, /These need not\n +sum to what the set changes/);
  });

  it('a set that does not compile has its error, the others are shown, and the status says so', async () => {
    const argv = ['inspect', module, '--tags', 'gamma', '--tags', '', '--tags', 'alpha', ...flags()];
    const { status, stdout } = await slipway(argv);
    assert.equal(status, 2);
    assert.match(stdout, /^ {2}gamma +does not compile$/m);
    assert.match(stdout, /^ {2}no tags +[\d.]+ [KM]iB/m);
    assert.match(
      stdout,
      /^error E_BUILD: gamma: tagged \(linux\/amd64\) does not compile.*\n.*\n.*gamma\.go:\d+:\d+: undefined: word/m,
    );
    const json = await slipway([...argv, '--json', '--report', join(work, 'report.json')]);
    assert.equal(json.status, 2);
    const found = JSON.parse(json.stdout) as TagsInspection;
    validateReport(found, 'tagsInspection');
    assert.deepEqual(JSON.parse(await readFile(join(work, 'report.json'), 'utf8')), found);
    const [gamma, none, alpha] = found.targets[0]?.sets ?? [];
    assert.deepEqual([gamma?.error?.code, gamma?.file, gamma?.change], ['E_BUILD', undefined, undefined]);
    assert.deepEqual(none?.file, await builtByGo(module, []));
    assert.deepEqual(
      [alpha?.error, alpha?.change],
      [undefined, undefined],
      'there is nothing to compare it with',
    );
    // One tag of a set may need another: that is no fault of the set.
    const { targets } = await answer(module, '--tags', 'beta,gamma');
    const [beta, extra] = targets[0]?.sets[1]?.marginal ?? [];
    assert.deepEqual([beta?.error?.code, beta?.fileBytes], ['E_BUILD', undefined]);
    assert.deepEqual([extra?.error, extra?.graph?.packages], [undefined, { added: [], removed: [] }]);
  });

  it('a tag that no constraint mentions is named: a slip, or one of tests alone', async () => {
    const unmentioned = async (tags: string) =>
      (await answer(module, '--tags', tags)).notices.flatMap(
        (notice) => /mentions the tag (\S+),/.exec(notice)?.[1] ?? [],
      );
    assert.deepEqual(await unmentioned('alpha,alhpa,integration'), ['alhpa', 'integration']);
    // What alpha brings in is what mentions this one.
    assert.deepEqual(await unmentioned('alpha,onlyinside'), []);
    assert.deepEqual(await unmentioned('onlyinside'), ['onlyinside']);
  });

  it('programs are found that there are with one set only, and slipway.yaml says what is built but not with which tags', async () => {
    const yard = await writeModule(join(work, 'yard'), {
      'go.mod': shared['go.mod'].replace('/tagged', '/yard'),
      'codec/go.mod': shared['codec/go.mod'],
      'codec/codec.go': shared['codec/codec.go'],
      'slipway.yaml':
        'platforms: [linux/arm64]\ntargets:\n  tool: { main: ./cmd/tool, build-tags: [alpha] }\n  other: { main: ./cmd/other }\n',
      'cmd/tool/main.go': `//go:build special\n\n${shared['main.go']}`,
      'cmd/tool/alpha.go': shared['alpha.go'],
      'cmd/other/main.go': shared['main.go'],
    });
    const { status, stdout } = await inspect(yard, '--tags', '', '--tags', 'special', '--json');
    const found = JSON.parse(stdout) as TagsInspection;
    validateReport(found, 'tagsInspection');
    assert.deepEqual([status, found.platform], [2, { os: 'linux', architecture: 'arm64' }]);
    const [tool, other] = found.targets;
    assert.deepEqual([tool?.name, other?.name], ['tool', 'other']);
    assert.deepEqual([tool?.sets[0]?.error?.code, tool?.sets[1]?.error], ['E_BUILD', undefined]);
    assert.equal(tool?.sets[1]?.graph?.modules, 1, 'alpha of slipway.yaml is not there');
    assert.deepEqual(other?.sets[1]?.change?.graph.packages, { added: [], removed: [] });
    await writeFile(join(yard, 'slipway.yaml'), 'targets: { none: { main: ./cmd/none } }\n');
    const none = await inspect(yard, '--tags', '');
    assert.deepEqual([none.status, /error E_CONFIG: target none/.test(none.stderr)], [2, true]);
  });

  it('of a real server: time zones come as one package with its string, HTTP/2 goes with its packages', async () => {
    // Its slipway.yaml has linker flags.
    const hello = await helloCheckout(join(work, 'hello'));
    const { targets } = await answer(hello, '--tags=', '--tags=timetzdata', '--tags=nethttpomithttp2');
    const [none, zones, plain] = targets[0]?.sets ?? [];
    assert.ok(none !== undefined && zones !== undefined && plain !== undefined);
    for (const set of [zones, plain]) {
      assert.deepEqual(set.file, await builtByGo(hello, set.tags, '-s -w -X main.version=v1.2.3'));
      assert.deepEqual(set.change?.graph, graphByGo(hello, [], set.tags));
      addsUp(set);
    }
    assert.deepEqual(zones.change?.graph.packages, { added: ['time/tzdata'], removed: [] });
    // lib/time/zoneinfo.zip has some 400,000 bytes, and is a string of that package alone.
    const data = zones.change?.packages.find(({ path }) => path === 'time/tzdata');
    assert.ok(data !== undefined && growth(data) > 380_000 && growth(data) < 480_000);
    assert.ok(Math.abs(zones.change?.otherBytes ?? Number.NaN) < 20_000);
    assert.ok(plain.change?.graph.packages.removed.includes('vendor/golang.org/x/net/http2/hpack'));
    const http = plain.change?.packages[0];
    assert.ok(http?.path === 'net/http' && growth(http) < -200_000);
    assert.ok(growth(plain.change?.fileBytes ?? { before: 0, after: 0 }) < -300_000);
  });

  it('of a published program: the modules that a tag prunes, and a tag with which its own code does not compile', async () => {
    const sets = ['--tags=', '--tags=yq_nolua', '--tags=yq_noxml'];
    const { status, stdout } = await inspect(publishedPrograms.yq, ...sets, '--json');
    const found = JSON.parse(stdout) as TagsInspection;
    validateReport(found, 'tagsInspection');
    const [all, noLua, noXml] = found.targets[0]?.sets ?? [];
    assert.ok(all !== undefined && noLua !== undefined);
    // v4.44.3: format.go calls NewXMLEncoder as only the file without the tag has it.
    assert.deepEqual([status, noXml?.error?.code], [2, 'E_BUILD']);
    assert.match(noXml?.error?.message ?? '', /NewXMLEncoder/);
    const [before, now] = [publishedPackages('yq'), publishedPackages('yq', ['yq_nolua'])];
    const names = now.map(({ ImportPath }) => ImportPath);
    assert.equal(all.graph?.packages, before.length);
    assert.deepEqual(noLua.change?.graph.packages, {
      added: [],
      removed: before
        .map(({ ImportPath }) => ImportPath)
        .filter((name) => !names.includes(name))
        .sort(),
    });
    const [lua] = noLua.change.graph.modules.removed;
    assert.deepEqual(lua, { path: 'github.com/yuin/gopher-lua', version: 'v1.1.1' });
    const bytes = noLua.change.modules.find(({ name }) => name === lua.path);
    assert.ok(bytes?.after === 0 && bytes.before > 50_000);
    addsUp(noLua);
  });
});
