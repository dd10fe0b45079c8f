import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { findUpx } from '../../src/pack/upx.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { fetchTool, type ToolPorts } from '../../src/toolchain/fetch-tool.ts';
import { type ToolRelease, toolFor, toolTable } from '../../src/toolchain/tool-table.ts';
import { packingPorts } from '../support/packing.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const host = { os: 'linux', architecture: 'amd64' };
const script = '#!/bin/sh\necho upx 9.8.7\n';

interface Served {
  readonly release: ToolRelease;
  readonly ports: ToolPorts & ReturnType<typeof packingPorts>;
  readonly asked: string[];
  readonly folder: string;
}

/** A release as its makers would serve it: an archive of tar and xz with a program in a folder. */
async function served(t: TestContext, change: (archive: Buffer) => Buffer = (same) => same): Promise<Served> {
  const folder = await folderOf(t, { 'upx-9.8.7-amd64_linux/upx': script });
  execFileSync('chmod', ['+x', 'upx-9.8.7-amd64_linux/upx'], { cwd: folder });
  execFileSync('tar', ['-cJf', 'archive.tar.xz', 'upx-9.8.7-amd64_linux'], { cwd: folder });
  const archive = readFileSync(join(folder, 'archive.tar.xz'));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/gone') response.writeHead(404).end();
    else response.end(change(archive));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const release: ToolRelease = {
    name: 'upx',
    version: '9.8.7',
    host,
    url: `http://127.0.0.1:${port}/upx.tar.xz`,
    sha256: sha256(archive).slice('sha256:'.length),
    program: 'upx-9.8.7-amd64_linux/upx',
  };
  const empty = await folderOf(t);
  const env = { PATH: '/usr/bin:/bin' };
  return { release, ports: { ...packingPorts(empty, env), offline: false }, asked, folder: empty };
}

/** Folders of work, and programs: what a fetch leaves in the cache folder beside the store's own memos. */
function left({ folder }: Served): string[] {
  const names = readdirSync(join(folder, 'cache'), { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('memo'))
    .map(({ name }) => name);
}

describe('a tool that is not on this machine', () => {
  it('is fetched once, checked, and kept; the next run asks nobody', async (t) => {
    const some = await served(t);
    const { release, ports, asked } = some;
    const path = await fetchTool(release, ports);
    assert.equal(execFileSync(path, { encoding: 'utf8' }), 'upx 9.8.7\n');
    assert.equal(await fetchTool(release, ports), path);
    assert.deepEqual(asked, ['/upx.tar.xz']);
    assert.deepEqual(left(some), [sha256(script).slice('sha256:'.length)]);
    const upx = await findUpx({ ...ports, host, tools: [release], env: { PATH: '/usr/bin:/bin' } });
    assert.deepEqual([upx.version, upx.source, upx.path], ['9.8.7', 'tool table', path]);
  });

  it('is not unpacked when one bit of it is other than the table says, and nothing of it stays', async (t) => {
    const some = await served(t, (archive) => {
      const other = Buffer.from(archive);
      other.writeUInt8(other.readUInt8(100) ^ 1, 100);
      return other;
    });
    const error = await refusal(() => fetchTool(some.release, some.ports), 'E_TOOL');
    assert.match(error.message, /expected sha256:[0-9a-f]{64}\ngot {6}sha256:[0-9a-f]{64}\nfrom/);
    assert.deepEqual(left(some), []);
  });

  it('is fetched again where the kept one was damaged', async (t) => {
    const { release, ports, asked } = await served(t);
    writeFileSync(await fetchTool(release, ports), '#!/bin/sh\necho evil\n');
    assert.equal(execFileSync(await fetchTool(release, ports), { encoding: 'utf8' }), 'upx 9.8.7\n');
    assert.equal(asked.length, 2);
  });

  it('is an error with the way out where it cannot be had', async (t) => {
    const { release, ports } = await served(t);
    const gone = { ...release, url: release.url.replace('/upx.tar.xz', '/gone') };
    const error = await refusal(() => fetchTool(gone, ports), 'E_NETWORK');
    assert.match(
      `${error.message}\n${error.hint}`,
      /upx 9\.8\.7 cannot be fetched: 127\.0\.0\.1:\d+ answers 404\ninstall it/,
    );
    const nobody = { ...release, url: 'http://127.0.0.1:1/upx.tar.xz' };
    const patience = { attempts: 1, wait: async () => undefined, random: () => 0 };
    const refused = await refusal(() => fetchTool(nobody, { ...ports, patience }), 'E_NETWORK');
    assert.match(
      `${refused.message}\n${refused.hint}`,
      /cannot be fetched: cannot reach 127\.0\.0\.1:1.*\ninstall it/,
    );
    const offline = await refusal(
      () => findUpx({ ...ports, offline: true, host, tools: [release], env: { PATH: '/nowhere' } }),
      'E_TOOL',
    );
    assert.match(offline.message, /--offline says to fetch none/);
  });
});

describe('the table of tools', () => {
  it('has a digest and a secure address for every one, and no two for the same machine', () => {
    for (const { url, sha256: digest } of toolTable) {
      assert.match(digest, /^[0-9a-f]{64}$/);
      assert.match(url, /^https:\/\/github\.com\//);
    }
    const keys = toolTable.map(({ name, version, host: { os, architecture } }) =>
      [name, version, os, architecture].join(),
    );
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(toolFor(toolTable, 'upx', { os: 'darwin', architecture: 'arm64' }), undefined);
    assert.equal(toolFor(toolTable, 'upx', host)?.version, toolTable[0]?.version);
  });
});
