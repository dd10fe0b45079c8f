import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../../support/refusal.ts';
import { openForge } from '../opening.ts';

const commit = 'c'.repeat(40);

test('a file is read as it is at a commit, byte by byte, also in a folder and with a name that needs care', async (t) => {
  const { client, server } = await openForge(t);
  const content = Buffer.from(Array.from({ length: 700 }, (_, at) => at % 256));
  const path = 'services/a b/what?#%.yaml';
  server.state.files.push({ path, commit, content });
  assert.deepEqual(await client.readFile(path, commit), content);
  assert.equal(await client.readFile(path, 'd'.repeat(40)), undefined);
  assert.equal(await client.readFile('slipway.yaml', commit), undefined);
  assert.match(
    server.requests[0]?.path ?? '',
    /\/contents\/services\/a%20b\/what%3F%23%25\.yaml\?ref=c{40}$/,
  );
});

test('the commits before one are listed from it on, a hundred at most, in one request', async (t) => {
  const { client, server } = await openForge(t);
  const commits = Array.from({ length: 130 }, (_, at) => String(at).padStart(40, '0'));
  server.state.commits.push(...commits);
  assert.deepEqual(await client.lastCommits(commits[2] ?? ''), commits.slice(2, 102));
  assert.equal(server.requests.length, 1);
  assert.deepEqual(await client.lastCommits(commits[129] ?? ''), commits.slice(129));
  await refusal(() => client.lastCommits('f'.repeat(40)), 'E_FORGE');
  server.misbehave(() => ({ status: 200, body: [{ sha: 'main' }] }));
  await refusal(() => client.lastCommits(commits[2] ?? ''), 'E_FORGE');
});

test('a folder and a link are no file', async (t) => {
  const { client, server } = await openForge(t);
  server.state.files.push(
    { path: 'folder/file', commit, content: 'x' },
    { path: 'link', commit, content: '', type: 'symlink' },
  );
  for (const path of ['folder', 'link'])
    assert.match((await refusal(() => client.readFile(path, commit), 'E_FORGE')).message, /it is no file/);
});
