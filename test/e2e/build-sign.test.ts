import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TreeResult } from '../../src/commands/tree.ts';
import type { Report } from '../../src/report/model.ts';
import { cosignVerify } from '../support/attest/cosign.ts';
import { type CosignKeys, cosignKeys } from '../support/attest/keys.ts';
import { startTestForge, token } from '../support/forge/in-process.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { registryKinds } from '../support/registry/real.ts';
import { toolsFor } from '../support/registry/tools-for.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { lacks, runTool } from '../support/tools.ts';
import { helloCheckout, temporaryFolders } from '../support/workspace.ts';

const provenance = 'https://slsa.dev/provenance/v1';
const size = 'https://github.com/slipway-dev/slipway/predicates/size/v1';
const chain = 'https://github.com/slipway-dev/slipway/predicates/chain/v1';
const conformance = 'https://github.com/slipway-dev/slipway/predicates/conformance/v1';

describe('slipway build --push --key', { skip: lacks('cosign') }, () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  let keys: CosignKeys;
  before(async () => {
    work = await folder();
    checkout = await helloCheckout(join(work, 'hello'));
    keys = await cosignKeys(await folder());
  });

  interface Built {
    readonly report: Report;
    readonly status: number | null;
    readonly stderr: string;
  }

  async function build(env: Record<string, string>, ...args: string[]): Promise<Built> {
    const file = join(await folder(), 'report.json');
    const { status, stderr } = await slipway(
      ['build', checkout, '--cache-dir', join(work, 'cache'), '--report', file, ...args],
      { env: { COSIGN_PASSWORD: keys.password, ...env } },
    );
    const text = await readFile(file, 'utf8').catch(() => '{}');
    return { status, stderr, report: JSON.parse(text) as Report };
  }

  /** What the real cosign says that was attested of a type; undefined where it does not hold. */
  async function attested(
    image: string,
    type: string,
    env: Record<string, string>,
  ): Promise<unknown[] | undefined> {
    const flags = ['--key', keys.publicFile, '--insecure-ignore-tlog', '--type', type];
    const found = await runTool('cosign', ['verify-attestation', ...flags, image], {
      env: { TUF_ROOT: '/nonexistent', ...env },
    });
    if (found.status !== 0) return undefined;
    const lines = found.stdout
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    return lines.map((line) => {
      const { payload } = JSON.parse(line) as { payload: string };
      return JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    });
  }

  for (const kind of registryKinds()) {
    test(`signs index, images and what is said of them, which cosign verifies, on ${kind.name}`, {
      skip: kind.skip,
    }, async (t) => {
      const running = await kind.start(t);
      const env = await toolsFor(t, running);
      const name = `${running.host}/acme/hello`;
      const sboms = ['--sbom', 'spdx,cyclonedx', '--sbom-dir', join(await folder(), 'sbom')];
      const dist = join(await folder(), 'dist');
      const files = ['--output', `bin-archive:${dist}`];
      const args = [
        '--push',
        `${name}:v1`,
        '--key',
        keys.privateFile,
        '--attach-snapshot',
        ...sboms,
        ...files,
      ];
      const { report, status, stderr } = await build(env, ...args);
      assert.equal(status, 0, stderr);
      validateReport(report);
      const [target] = report.targets;
      const [publication] = target?.publications ?? [];
      const { signed = [], digest } = publication ?? {};
      const manifests = (target?.images ?? []).map(({ manifestDigest }) => manifestDigest);
      // Two images, the size snapshot, the index.
      assert.equal(signed.length, 4);
      assert.deepEqual([signed[0]?.digest, signed[1]?.digest, signed[3]?.digest], [...manifests, digest]);
      assert.deepEqual(
        signed.map(({ attestations }) => attestations.map(({ predicateType }) => predicateType)),
        [
          ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'],
          ['https://spdx.dev/Document', 'https://cyclonedx.org/bom'],
          [],
          [provenance, size, conformance, chain],
        ],
      );
      const [last] = (target?.images[0]?.chain ?? []).slice(-1);
      assert.deepEqual(
        [last?.stage, last?.materials[0]?.digest, last?.products[0]?.digest],
        ['signature', digest, signed[3]?.signatures[0]?.manifest],
      );
      const flags = ['--key', keys.publicFile, '--insecure-ignore-tlog'];
      for (const one of signed) {
        const judged = await cosignVerify('verify', [...flags, `${name}@${one.digest}`], env);
        assert.ok(judged.holds, judged.said);
      }
      const [way] = ((await attested(`${name}@${digest}`, chain, env)) ?? []) as {
        predicate: { files: { name: string; chain: { products: { digest: string }[] }[] }[] };
      }[];
      const archives = (await readFile(join(dist, 'checksums.txt'), 'utf8')).trimEnd().split('\n');
      assert.deepEqual(
        way?.predicate.files.map((file) => `${file.chain.at(-1)?.products[0]?.digest}  ${file.name}`),
        archives.map((line) => `sha256:${line}`),
      );
      const [statement] = ((await attested(`${name}@${digest}`, provenance, env)) ?? []) as {
        predicate: { buildDefinition: { resolvedDependencies: { digest?: { gitCommit?: string } }[] } };
      }[];
      const [source] = statement?.predicate.buildDefinition.resolvedDependencies ?? [];
      assert.equal(source?.digest?.gitCommit, report.source?.commit);
      const bills = await attested(`${name}@${manifests[0]}`, 'spdxjson', env);
      assert.equal(bills?.length, 1);

      const again = await build(env, ...args);
      assert.equal(again.status, 0, again.stderr);
      const before = signed.map(({ signatures, attestations }) => [signatures, attestations]);
      const now = again.report.targets[0]?.publications?.[0]?.signed ?? [];
      const made = now.flatMap(({ signatures, attestations }) => [...signatures, ...attestations]);
      assert.ok(
        made.every((one) => !one.made),
        'nothing is signed a second time',
      );
      assert.deepEqual(
        JSON.parse(JSON.stringify(now.map(({ signatures, attestations }) => [signatures, attestations]))),
        JSON.parse(JSON.stringify(before).replaceAll('"made":true', '"made":false')),
      );
    });
  }

  test('says what is signed in slipway tree, and moves no tag where it cannot sign', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const name = `${registry.host}/acme/hello`;
    const wrong = await build(
      { COSIGN_PASSWORD: 'wrong' },
      '--push',
      `${name}:v1`,
      '--key',
      keys.privateFile,
    );
    assert.equal(wrong.status, 3, wrong.stderr);
    assert.match(wrong.stderr, /E_AUTH/);
    assert.doesNotMatch(wrong.stderr, /wrong/);
    assert.equal(registry.contents.get('acme/hello')?.tags.size, 0, 'no tag was moved');

    const right = await build({}, '--push', `${name}:v1`, '--key', keys.privateFile);
    assert.equal(right.status, 0, right.stderr);
    const { stdout } = await slipwayOk(['tree', `${name}:v1`, '--json', '--cache-dir', join(work, 'cache')]);
    const { root } = JSON.parse(stdout) as TreeResult;
    assert.deepEqual(
      root.referrers.map(({ annotations }) => annotations['dev.sigstore.bundle.predicateType']).toSorted(),
      [chain, conformance, size, 'https://sigstore.dev/cosign/sign/v1', provenance],
    );
    assert.ok(root.children.every(({ referrers }) => referrers.length === 1));
  });

  test('keeps what is attested in GitHub’s own store when asked to, each once', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const forge = await startTestForge(t);
    const env = { GITHUB_API_URL: forge.address, GITHUB_REPOSITORY: 'acme/api', GITHUB_TOKEN: token };
    const args = [
      '--push',
      `${registry.host}/acme/hello:v1`,
      '--key',
      keys.privateFile,
      '--github-attestations',
    ];
    for (let run = 0; run < 2; run++) {
      const { status, stderr, report } = await build(env, ...args);
      assert.equal(status, 0, stderr);
      validateReport(report);
      const { digest, signed = [] } = report.targets[0]?.publications?.[0] ?? {};
      assert.ok(signed.at(-1)?.attestations.every(({ kept }) => kept === true));
      assert.deepEqual(
        forge.state.attestations.map(({ subjects }) => subjects),
        Array(4).fill([digest]),
      );
    }
  });

  test('says that a job lacks id-token: write where it is to sign keyless, and moves no tag', async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const env = { GITHUB_ACTIONS: 'true', SIGSTORE_ID_TOKEN: '', ACTIONS_ID_TOKEN_REQUEST_URL: '' };
    const unable = await build(env, '--push', `${registry.host}/acme/hello:v1`, '--sign');
    assert.notEqual(unable.status, 0);
    assert.match(unable.stderr, /id-token: write|network|E_NETWORK|E_SIGN/);
    assert.equal(registry.contents.get('acme/hello')?.tags.size, 0);
  });
});
