import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { goVersion } from '../support/go-programs.ts';
import { gorootOf } from '../support/go-versions.ts';
import { assertSameKept, comparePublished } from '../support/linker-kept.ts';
import type { PublishedName, PublishedRequest } from '../support/published-programs.ts';

// As test/size/reach/rules.test.ts, with programs that nobody made for it.

const programs: readonly PublishedName[] = ['age', 'crane', 'dlv', 'esbuild', 'fzf', 'nats', 'shfmt', 'yq'];
const versions = ['go1.24.10', 'go1.25.5', 'go1.27.1', undefined];
const platforms = ['linux/amd64', 'linux/arm64'];

/** Other layouts, calling conventions and entries, and what changes compiled packages. */
const others: readonly PublishedRequest[] = [
  ...['linux/386', 'linux/arm', 'linux/riscv64', 'linux/ppc64le', 'linux/s390x', 'linux/mips'],
  ...['darwin/arm64', 'windows/amd64', 'freebsd/amd64', 'wasip1/wasm'],
].map((platform) => ({ program: 'age', platform }));
const altered: readonly PublishedRequest[] = [
  { program: 'age', go: 'go1.27.1', platform: 'linux/386' },
  { program: 'age', go: 'go1.27.1', platform: 'windows/amd64' },
  { program: 'age', args: ['-buildmode=pie'] },
  { program: 'age', args: ['-tags=netgo,osusergo,timetzdata'] },
  { program: 'age', env: { GOAMD64: 'v3' } },
  { program: 'shfmt', args: [`-pgo=${join(gorootOf('local'), 'src/cmd/compile/default.pgo')}`] },
];

const work = await mkdtemp(join(tmpdir(), 'reach-'));
after(() => rm(work, { recursive: true, force: true }));

function nameOf({
  program,
  go = goVersion(),
  platform = 'linux/amd64',
  args = [],
  env = {},
}: PublishedRequest) {
  return [program, go, platform, ...args, ...Object.entries(env).flat()].join(' ');
}

describe("the linker's rules keep of real programs what the linker keeps", () => {
  const everywhere = programs.flatMap((program) =>
    versions.flatMap((go) => platforms.map((platform) => ({ program, platform, ...(go && { go }) }))),
  );
  for (const request of [...everywhere, ...others, ...altered]) {
    it(nameOf(request), async () => {
      assertSameKept(await comparePublished(request, join(work, 'program')));
    });
  }
});
