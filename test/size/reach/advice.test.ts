import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import type { ProgramFacts } from '../../../src/size/reach/advice/program.ts';
import type { Advice } from '../../../src/size/reach/findings.ts';
import { adviceOn, advisedFiles, modulesOf, noise } from '../../support/advised-programs.ts';
import { writeModule } from '../../support/go-module.ts';
import { go } from '../../support/go-programs.ts';
import { ourReach } from '../../support/linker-kept.ts';
import { lacksReadelf, loadedSections } from '../../support/readelf.ts';

const work = await mkdtemp(join(tmpdir(), 'advice-'));
after(() => rm(work, { recursive: true, force: true }));
const directory = await writeModule(work, advisedFiles);
await writeFile(join(directory, noise.path), noise.bytes);

interface Asked {
  readonly tags?: readonly string[];
  readonly facts?: Partial<ProgramFacts>;
  /** Nobody read how packages are imported. */
  readonly unread?: true;
}

const reached = new Map<string, ReturnType<typeof ourReach>>();

async function adviceFor(name: string, { tags = [], facts = {}, unread }: Asked = {}): Promise<Advice[]> {
  const args = tags.length === 0 ? [] : [`-tags=${tags.join(',')}`];
  const key = [name, ...tags].join(' ');
  const reaching = reached.get(key) ?? ourReach({ directory, main: `./${name}`, args });
  reached.set(key, reaching);
  const reach = await reaching;
  const blank = { zones: 'time/tzdata', profiled: 'net/http/pprof', effect: 'example.com/lib/answers' };
  const main = `example.com/advised/${name}`;
  return adviceOn(reach, {
    modules: modulesOf(directory, `./${name}`, args),
    main,
    ...(unread !== true && {
      blankImports: new Map(
        Object.entries(blank).map(([each, path]) => [`example.com/advised/${each}`, new Set([path])]),
      ),
    }),
    buildTags: tags,
    ...facts,
  });
}

async function only(name: string, asked: Asked = {}): Promise<Advice> {
  const [first, ...more] = await adviceFor(name, asked);
  assert.ok(first !== undefined, 'nothing is advised');
  assert.deepEqual(more, []);
  return first;
}

const linked = new Map<string, number>();

/** What sections of the file hold, linked as it is shipped. */
function linkedBytes(name: string, tags: readonly string[] = []): number {
  const key = [name, ...tags].join(' ');
  const known = linked.get(key);
  if (known !== undefined) return known;
  const output = join(work, 'program');
  const args = ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', `-tags=${tags.join(',')}`];
  go([...args, '-o', output, `./${name}`], { GOOS: 'linux', GOARCH: 'amd64' }, directory);
  const bytes = [...loadedSections(output).values()].reduce((sum, each) => sum + each, 0);
  linked.set(key, bytes);
  return bytes;
}

/** Within 5 % or 2 KB, as what is left out of one and the other is aligned. */
function assertTrue({ bytes, text }: Advice, before: number, after: number): void {
  const gone = before - after;
  const allowed = Math.max(gone * 0.05, 2048);
  assert.ok(Math.abs(bytes - gone) <= allowed, `${bytes} bytes were told, ${gone} went away: ${text}`);
}

describe('nothing is advised', () => {
  for (const name of ['plain', 'zoneless', 'copied', 'version']) {
    it(`on ${name}`, async () => assert.deepEqual(await adviceFor(name), []));
  }

  it('on a package that is imported for its effects', async () => {
    assert.deepEqual(await adviceFor('effect'), []);
  });

  it('on a package for a constant where nobody looked at how it is imported', async () => {
    assert.deepEqual(await adviceFor('constant', { unread: true }), []);
  });

  it('on a package of which several functions are used, or one that needs what the package makes', async () => {
    assert.deepEqual(await adviceFor('much'), []);
    assert.deepEqual(await adviceFor('variable'), []);
  });
});

describe('what is advised', () => {
  it('time zones in the program, and who brings them', async () => {
    const { kind, subject, bytes, text } = await only('zones');
    assert.deepEqual([kind, subject], ['time-zones', 'time/tzdata']);
    assert.ok(bytes > 400_000 && bytes < 420_000, `${bytes}`);
    assert.match(text, /as example\.com\/advised\/zones imports time\/tzdata/);
    assert.match((await only('zoneless', { tags: ['timetzdata'] })).text, /by the build tag timetzdata/);
  });

  it('HTTP/2 in net/http, and not where the tag has left it out', async () => {
    const { kind, subject, bytes } = await only('web');
    assert.deepEqual([kind, subject], ['http2', 'net/http']);
    assert.ok(bytes > 200_000, `${bytes}`);
    assert.deepEqual(await adviceFor('web', { tags: ['nethttpomithttp2'] }), []);
  });

  it('a profiler in the program, what it needs included', async () => {
    const [first] = await adviceFor('profiled', { tags: ['nethttpomithttp2'] });
    assert.deepEqual([first?.kind, first?.subject], ['pprof', 'net/http/pprof']);
    assert.match(first?.text ?? '', /imported by example\.com\/advised\/profiled: /);
  });

  it('a package that is there for a constant, or for one function without its table', async () => {
    const { kind, subject, bytes, text } = await only('constant');
    assert.deepEqual([kind, subject], ['constant', 'example.com/lib/answers']);
    assert.ok(bytes > 20_000 && bytes < 21_000, `${bytes}`);
    assert.match(
      text,
      /imported by example\.com\/advised\/constant, .* constants, types or functions that are inlined/,
    );
    assert.match((await only('function')).text, /nothing is used but Double: a copy/);
  });

  it('two versions of a module: what the lower one costs, without a layer that stays', async () => {
    const { kind, subject, bytes } = await only('versions');
    assert.deepEqual([kind, subject], ['two-versions', 'example.com/twice']);
    assert.ok(bytes > 9000 && bytes < 10_000, `${bytes}`);
    const layered = await only('layered');
    assert.ok(layered.bytes > 9000 && layered.bytes < 10_000, `${layered.bytes}`);
  });

  it('a build tag that a module knows, where nobody else needs what it leaves out', async () => {
    const { kind, subject, bytes, text } = await only('traced');
    assert.deepEqual([kind, subject], ['build-tag', 'google.golang.org/grpc']);
    assert.ok(bytes > 12_000 && bytes < 13_000, `${bytes}`);
    assert.match(text, /the build tag grpcnotrace/);
    assert.deepEqual(await adviceFor('traced', { tags: ['grpcnotrace'] }), []);
    assert.equal((await only('traced-twice')).kind, 'pprof');
  });

  it('a build tag that makes a stub of a package, whose imports are initialised for it alone', async () => {
    const { kind, subject, bytes } = await only('stored');
    assert.deepEqual([kind, subject], ['build-tag', 'github.com/smallstep/nosql']);
    assert.ok(bytes > 20_000 && bytes < 21_000, `${bytes}`);
  });

  it('a build tag only of a version that knows it', async () => {
    const modules = modulesOf(directory, './traced', []);
    for (const version of ['v1.61.9', 'v0.99.0', undefined]) {
      const old = { path: 'google.golang.org/grpc', ...(version !== undefined && { version }) };
      const facts = { modules: new Map([...modules, ['google.golang.org/grpc', old]]) };
      assert.deepEqual(await adviceFor('traced', { facts }), []);
    }
  });

  it('embedded files that compress well, and those that do not', async () => {
    const advice = await adviceFor('embedding');
    const page = Buffer.from(advisedFiles['embedding/page.txt'] ?? '');
    assert.deepEqual(
      advice.map(({ kind, subject, bytes }) => [kind, subject, bytes]),
      [
        ['embedded', 'example.com/advised/embedding/page.txt', page.length - deflateRawSync(page).length],
        ['embedded', 'example.com/advised/embedding/noise.bin', noise.bytes.length],
      ],
    );
    assert.match(advice[0]?.text ?? '', /of which deflate leaves less than 1 %/);
  });
});

describe('what is told to be saved is what goes', { skip: lacksReadelf() }, () => {
  it('with the build tag that leaves HTTP/2 out', async () => {
    assertTrue(await only('web'), linkedBytes('web'), linkedBytes('web', ['nethttpomithttp2']));
  });

  it('with the import of the time zones', async () => {
    assertTrue(await only('zones'), linkedBytes('zones'), linkedBytes('zoneless'));
  });

  it('with the package of which a constant is copied', async () => {
    assertTrue(await only('constant'), linkedBytes('constant'), linkedBytes('copied'));
  });

  it('with the profiler', async () => {
    const tags = ['nethttpomithttp2'];
    const [first] = await adviceFor('profiled', { tags });
    assert.ok(first !== undefined);
    assertTrue(first, linkedBytes('profiled', tags), linkedBytes('web', tags));
  });

  it('with the lower of two versions', async () => {
    assertTrue(await only('versions'), linkedBytes('versions'), linkedBytes('version'));
  });
});
