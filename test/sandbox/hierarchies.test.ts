import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CgroupFiles, hierarchyOf } from '../../src/sandbox/limits/hierarchies.ts';

const at = (
  groups: string,
  mounts: readonly string[],
  files: Readonly<Record<string, string>> = {},
): CgroupFiles => ({
  groups,
  mounts: mounts.join('\n'),
  read: async (path) => files[path],
});
const mount = (root: string, point: string, type: string, options: string): string =>
  `31 23 0:28 ${root} ${point} rw,relatime shared:1 - ${type} ${type} rw,${options}`;

test('limits are set in version 1 of cgroups where its controllers are, also beside version 2', async () => {
  const hybrid = at('4:memory:/jobs/1\n8:pids:/\n0::/\n', [
    mount('/', '/sys/fs/cgroup/memory', 'cgroup', 'memory'),
    mount('/', '/sys/fs/cgroup/pids', 'cgroup', 'pids'),
    mount('/', '/sys/fs/cgroup/unified', 'cgroup2', 'nsdelegate'),
  ]);
  const memory = { version: 1, mount: '/sys/fs/cgroup/memory', own: '/sys/fs/cgroup/memory/jobs/1' };
  assert.deepEqual(await hierarchyOf('memory', hybrid), memory);
  assert.equal((await hierarchyOf('pids', hybrid))?.own, '/sys/fs/cgroup/pids');
});

test('in version 2 a controller must be handed down to the group', async () => {
  const groups = '0::/user.slice/run\n';
  const mounts = [mount('/', '/sys/fs/cgroup', 'cgroup2', 'nsdelegate')];
  const own = '/sys/fs/cgroup/user.slice/run';
  const has = at(groups, mounts, { [`${own}/cgroup.controllers`]: 'cpu memory pids\n' });
  assert.deepEqual(await hierarchyOf('memory', has), { version: 2, mount: '/sys/fs/cgroup', own });
  const lacks = at(groups, mounts, { [`${own}/cgroup.controllers`]: 'cpu\n' });
  assert.equal(await hierarchyOf('memory', lacks), undefined);
});

test('in a container, whose mount shows a part of the tree, paths are below that part', async () => {
  const inside = at('0::/docker/abc/run\n', [mount('/docker/abc', '/sys/fs/cgroup', 'cgroup2', 'x')], {
    '/sys/fs/cgroup/run/cgroup.controllers': 'memory',
  });
  assert.equal((await hierarchyOf('memory', inside))?.own, '/sys/fs/cgroup/run');
  assert.equal(await hierarchyOf('memory', at('', [])), undefined);
});
