import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { dockerTools, startDocker } from '../support/engines/docker.ts';
import type { Engine } from '../support/engines/engine.ts';
import { podmanTools, startPodman } from '../support/engines/podman.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { environment, lacks, lacksRoot, output, tool } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const cases = [
  { name: 'docker', tools: dockerTools, start: startDocker },
  { name: 'podman', tools: podmanTools, start: startPodman },
] as const;
const native = process.arch === 'x64' ? 'amd64' : process.arch;

/** As teams write them: a full stage that builds, and one that ships; here with files in place of a compiler. */
const dockerfile = `FROM scratch AS build
COPY main.go go.mod /src/
COPY heavy /usr/share/heavy
FROM scratch
COPY --from=build /usr/share/heavy /usr/share/heavy
COPY --from=build /src /src
USER 65532
`;

describe('a Dockerfile from before and what is built now', { skip: lacksRoot() }, () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  const flags = (name: string): string[] => [
    ...['--base', 'scratch', '--platform', `linux/${native}`, '--output', `oci:${join(work, name)}`],
    ...[
      '--cache-dir',
      join(work, 'cache'),
      '--compare-dockerfile',
      join(checkout, 'old file', 'Dockerfile.old'),
    ],
  ];

  before(async () => {
    work = await folder();
    checkout = join(work, 'module');
    await mkdir(join(checkout, 'old file'), { recursive: true });
    await writeFile(join(checkout, 'go.mod'), 'module example.com/hello\n\ngo 1.25\n');
    await writeFile(join(checkout, 'main.go'), 'package main\n\nfunc main() { println("hello") }\n');
    await writeFile(join(checkout, 'heavy'), randomBytes(3_000_000));
    await writeFile(join(checkout, 'old file', 'Dockerfile.old'), dockerfile);
  });

  for (const { name, tools, start } of cases) {
    test(`${name} builds it, and both are told side by side`, { skip: lacks(...tools) }, async (t) => {
      const engine: Engine = await start(join(work, `engine-${name}`));
      t.after(() => engine.stop());
      const report = join(work, `${name}.json`);
      const { stdout } = await slipwayOk(['build', checkout, ...flags(name), '--report', report], {
        env: engine.env,
      });
      const made = JSON.parse(await readFile(report, 'utf8')) as Report;
      validateReport(made);
      const { before: found } = made.targets[0] ?? {};
      assert.equal(found?.builtBy, name);
      const [image] = found?.images ?? [];
      assert.equal(image?.before.layers, 2);
      assert.equal(image?.before.files, 3, 'main.go, go.mod and what is heavy');
      assert.ok((image?.before.diskBytes ?? 0) > 3_000_000);
      assert.ok((image?.before.findings ?? []).some(({ rule }) => rule === 'content/source-code'));
      assert.equal(image?.after.files, 1);
      assert.ok((image?.pull?.ratio ?? 0) > 2, 'five times as much is pulled');
      assert.match(stdout, new RegExp(`against .*Dockerfile\\.old \\(built by ${name}\\)`));
      const left = await engine.run('images', '--format', '{{.Repository}}');
      assert.doesNotMatch(left, /slipway-compare/, 'its name is taken away again');
    });
  }

  test('an engine that refuses is quoted, and the build goes on without the comparison', {
    skip: lacks(...podmanTools),
  }, async (t) => {
    const engine = await startPodman(join(work, 'engine-refusing'));
    t.after(() => engine.stop());
    const broken = join(checkout, 'Dockerfile.broken');
    await writeFile(broken, 'FROM scratch\nCOPY absent /\n');
    const report = join(work, 'refusing.json');
    await slipwayOk(['build', checkout, ...flags('refusing').slice(0, -1), broken, '--report', report], {
      env: engine.env,
    });
    const { targets, notices } = JSON.parse(await readFile(report, 'utf8')) as Report;
    assert.deepEqual(targets[0]?.before?.images, []);
    assert.ok(
      notices.some((notice) => /is compared with nothing: podman did not build .*absent/s.test(notice)),
    );
  });

  test('without an engine that is said before anything is compiled', async () => {
    const empty = await folder();
    const env = { ...environment(), PATH: `${join(tool('go'), '..')}:${empty}` };
    const { status, stderr } = await slipway(['build', checkout, ...flags('none')], { env });
    assert.equal(status, 3);
    assert.match(stderr, /E_TOOL: cannot build the Dockerfile: no engine answers/);
    for (const program of ['docker', 'podman', 'buildctl'])
      assert.match(stderr, new RegExp(`${program}: not on PATH`));
    assert.equal(await output('find', [join(work, 'none')]).catch(() => ''), '');
  });
});
