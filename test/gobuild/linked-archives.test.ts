import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkedArchives } from '../../src/gobuild/linked-archives.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { folderOf } from '../support/temporary.ts';

/** A build's folder as the go command makes it, piece by piece, and who looks at it. */
async function building(t: TestContext) {
  const [work, cache] = [await folderOf(t), await folderOf(t)];
  const end = new AbortController();
  const reading = linkedArchives(work, cache, end.signal);
  const objects = join(work, 'go-build1', 'b001');
  const archive = join(objects, '_pkg_.a');
  const content = sha256('compiled just now').slice('sha256:'.length);
  await mkdir(objects, { recursive: true });
  await writeFile(archive, 'compiled just now');
  const kept = join(cache, content.slice(0, 2), `${content}-d`);
  const keep = async (): Promise<void> => {
    await mkdir(join(kept, '..'));
    await writeFile(kept, 'compiled just now');
  };
  const begin = async (text: string): Promise<void> => {
    await writeFile(join(objects, 'importcfg.link'), text);
    await mkdir(join(objects, 'exe'));
  };
  const before = `/elsewhere/${'a'.repeat(64)}-d`;
  const config = `packagefile example.com/a=${archive}\npackagefile fmt=${before}\nmodinfo "0w\\naf\\n"\n`;
  return { work, end, reading, objects, keep, kept, begin, before, config };
}

test('what was compiled just now is named where the cache keeps it, by its content', async (t) => {
  const { reading, keep, kept, begin, before, config } = await building(t);
  await keep();
  await begin(config);
  assert.deepEqual(
    await reading,
    new Map([
      ['example.com/a', kept],
      ['fmt', before],
    ]),
  );
});

test('what is still being written is not read', async (t) => {
  const { reading, keep, objects, begin, config } = await building(t);
  await keep();
  await writeFile(join(objects, 'importcfg.link'), config.slice(0, 20));
  await sleep(30);
  await begin(config);
  assert.equal((await reading)?.size, 2);
});

test('where the cache does not keep what was compiled nothing is known', async (t) => {
  const { reading, begin, config } = await building(t);
  await begin(config);
  assert.equal(await reading, undefined);
});

test('a build that ends without a link, whose folder goes away or that lies otherwise tells nothing', async (t) => {
  const ended = await building(t);
  ended.end.abort();
  assert.equal(await ended.reading, undefined);
  const gone = await building(t);
  await rm(gone.work, { recursive: true });
  assert.equal(await gone.reading, undefined);
  const other = await building(t);
  await mkdir(join(other.objects, 'exe'));
  assert.equal(await other.reading, undefined);
});
