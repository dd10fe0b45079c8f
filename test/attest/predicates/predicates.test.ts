import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { predicateFault } from '../../../src/attest/predicates/judge-predicate.ts';
import { chainOf, conformanceOf, sizeOf } from '../../../src/attest/predicates/measured.ts';
import { type BuiltFacts, provenanceOf } from '../../../src/attest/predicates/provenance.ts';
import { reproducibilityOf } from '../../../src/attest/predicates/reproducibility.ts';
import { predicateTypes, statementOf } from '../../../src/attest/predicates/statement.ts';
import type { GitHubRun } from '../../../src/forge/github-run.ts';
import type { Report } from '../../../src/report/model.ts';
import { formatPlatform } from '../../../src/request/platform.ts';
import { chainStages } from '../../../src/verify/chain/chain.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import { inventedTarget } from '../../support/invented-build.ts';
import { repository } from '../../support/slipway.ts';

const digest = `sha256:${'0f'.repeat(32)}` as const;
const target = inventedTarget({
  images: { 'linux/amd64': { packages: {} }, 'linux/arm64': { packages: {} } },
});
const report = {
  slipway: '0.1.0',
  toolchain: {
    go: 'go1.26.8',
    source: 'GOPROXY',
    askedBy: 'go.mod',
    pinned: true,
    environment: { CGO_ENABLED: '0' },
    overruled: [],
  },
  source: { commit: 'a'.repeat(40), modified: false },
  request: {
    source: '/src',
    platforms: [],
    outputs: [],
    compression: 'gzip:6',
    compressor: 'gzip:6 (zlib 1)',
    vcsStamp: 'auto',
  },
} satisfies Pick<Report, 'slipway' | 'toolchain' | 'source' | 'request'>;
const run: GitHubRun = {
  server: 'https://github.com',
  repository: 'acme/api',
  repositoryId: '1',
  ownerId: '2',
  ref: 'refs/tags/v1.2.3',
  event: 'push',
  workflow: 'acme/api/.github/workflows/ci.yml@refs/tags/v1.2.3',
  jobWorkflow: 'slipway-dev/slipway/.github/workflows/release.yml@refs/tags/v1',
  run: '7',
  attempt: '2',
  runner: 'github-hosted',
};
const h1 = `h1:${Buffer.alloc(32, 0xab).toString('base64')}`;
const facts: BuiltFacts = {
  report,
  target,
  modules: [{ purl: 'pkg:golang/example.com/m@v1.0.0', h1 }, { purl: 'pkg:golang/example.com/folder' }],
  run,
};

function schemaFaults(name: string, value: unknown): unknown[] {
  const schema = JSON.parse(
    readFileSync(join(repository, 'schema', `predicate-${name}.schema.json`), 'utf8'),
  );
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  validate(JSON.parse(JSON.stringify(value)));
  return validate.errors ?? [];
}

describe('what Slipway attests', () => {
  test('is a statement of in-toto about a digest', () => {
    const { payload } = statementOf(digest, { predicateType: 'https://example.com/p', predicate: { a: 1 } });
    assert.deepEqual(JSON.parse(payload.toString()), {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: '0f'.repeat(32) } }],
      predicateType: 'https://example.com/p',
      predicate: { a: 1 },
    });
  });

  test('names the exact workflow whose job built, the one that called it, and the run', () => {
    const { predicateType, predicate } = provenanceOf(facts);
    assert.equal(predicateType, 'https://slsa.dev/provenance/v1');
    const { buildDefinition, runDetails } = predicate as Record<string, Record<string, never>>;
    assert.deepEqual(runDetails, {
      builder: {
        id: 'https://github.com/slipway-dev/slipway/.github/workflows/release.yml@refs/tags/v1',
        version: { slipway: '0.1.0', go: 'go1.26.8' },
      },
      metadata: { invocationId: 'https://github.com/acme/api/actions/runs/7/attempts/2' },
    });
    assert.deepEqual(buildDefinition?.['externalParameters'], {
      workflow: {
        ref: 'refs/tags/v1.2.3',
        repository: 'https://github.com/acme/api',
        path: '.github/workflows/ci.yml',
      },
      target: 'api',
      package: 'example.com/shop/cmd/api',
      platforms: ['linux/amd64', 'linux/arm64'],
      settings: { go: 'go1.26.8' },
    });
  });

  test('names what was built from: commit, Go, modules by the hashes of go.sum', () => {
    const { predicate } = provenanceOf(facts);
    const { buildDefinition } = predicate as { buildDefinition: { resolvedDependencies: unknown } };
    assert.deepEqual(buildDefinition.resolvedDependencies, [
      {
        uri: 'git+https://github.com/acme/api@refs/tags/v1.2.3',
        name: 'source',
        digest: { gitCommit: 'a'.repeat(40) },
      },
      { name: 'go1.26.8' },
      { uri: 'pkg:golang/example.com/m@v1.0.0', digest: { dirHash: 'ab'.repeat(32) } },
      { uri: 'pkg:golang/example.com/folder' },
    ]);
    const based = provenanceOf({ ...facts, target: { ...target, base: { reference: 'static', digest } } });
    assert.ok(
      JSON.stringify(based.predicate).includes(
        `{"name":"base static","digest":{"sha256":"${'0f'.repeat(32)}"}}`,
      ),
    );
  });

  test('claims no forge where none vouches', () => {
    const { predicate } = provenanceOf({ ...facts, run: undefined });
    const text = JSON.stringify(predicate);
    assert.match(text, /"builder":\{"id":"https:\/\/github\.com\/slipway-dev\/slipway\/builders\/local\/v1"/);
    assert.doesNotMatch(text, /invocationId|workflow|git\+https/);
    const called = provenanceOf({ ...facts, run: { ...run, jobWorkflow: undefined } });
    assert.match(
      JSON.stringify(called.predicate),
      /"id":"https:\/\/github\.com\/acme\/api\/\.github\/workflows\/ci\.yml@/,
    );
  });

  test('says what each platform weighs, by a published schema', () => {
    const { predicateType, predicate } = sizeOf('0.1.0', target);
    assert.equal(predicateType, predicateTypes.size);
    assert.deepEqual(schemaFaults('size', predicate), []);
    const { images } = predicate as { images: { platform: string; pullBytes: number }[] };
    assert.deepEqual(
      images.map(({ platform, pullBytes }) => [platform, pullBytes]),
      target.images.map(({ pullBytes }, at) => [['linux/amd64', 'linux/arm64'][at], pullBytes]),
    );
    assert.notDeepEqual(schemaFaults('size', { ...predicate, images: [{}] }), []);
  });

  test('says which checks were passed, in an order of their own, by a published schema', () => {
    const verdict = (check: string, status: Verdict['status']): Verdict => ({
      check,
      subject: 'api (linux/amd64)',
      status,
      severity: 'block',
      detail: 'words for people',
    });
    const told = conformanceOf('0.1.0', [verdict('image/tar', 'pass'), verdict('binary/static', 'fail')]);
    assert.equal(told.predicateType, predicateTypes.conformance);
    assert.deepEqual(schemaFaults('conformance', told.predicate), []);
    const { checks } = told.predicate as { checks: { check: string; status: string }[] };
    assert.deepEqual(
      checks.map(({ check, status }) => [check, status]),
      [
        ['binary/static', 'fail'],
        ['image/tar', 'pass'],
      ],
    );
  });

  test('says what became of the source, step by step, by a published schema', () => {
    const [first, ...others] = target.images;
    const step = {
      materials: [],
      products: [{ name: 'commit', digest: 'gitCommit:1' }],
      tool: 'git',
      settings: {},
    };
    assert.ok(first);
    const chained = { ...target, images: [{ ...first, chain: [{ stage: 'source', ...step } as const] }] };
    assert.deepEqual(schemaFaults('chain', chainOf('0.1.0', chained).predicate), []);
    assert.notDeepEqual(schemaFaults('chain', chainOf('0.1.0', { ...target, images: others }).predicate), []);
  });

  test('says of files and release archives beside the image what became of the source, too', () => {
    const [image] = target.images;
    assert.ok(image);
    const chain = [
      {
        stage: 'archive',
        materials: [{ name: 'program', digest: image.executable.digest }],
        products: [{ name: 'api_linux_amd64.tar.gz', digest }],
        tool: 'slipway 0.1.0',
        settings: { path: 'api' },
      },
    ] as const;
    const archive = { name: 'api_linux_amd64.tar.gz', program: 'api', bytes: 1, digest };
    const { platform, executable } = image;
    const files = [{ platform, executable, chain, archive }];
    const { predicate } = chainOf('0.1.0', { ...target, images: [{ ...image, chain }], files });
    assert.deepEqual(schemaFaults('chain', predicate), []);
    const told = (predicate as { files: { name: string; platform: string; chain: unknown }[] }).files;
    assert.deepEqual(told, [{ name: archive.name, platform: formatPlatform(platform), chain }]);
  });

  test('names every step of a chain in its schemas', () => {
    for (const name of ['report', 'predicate-chain']) {
      const path = join(repository, 'schema', `${name}.schema.json`);
      const { $defs } = JSON.parse(readFileSync(path, 'utf8'));
      assert.deepEqual($defs.chainLink.properties.stage.enum, [...chainStages], name);
    }
  });

  test('says of each image that a second build made the same, without times, by a published schema', () => {
    const builds = [
      { name: 'here', folder: 'own', varied: {} },
      { name: 'elsewhere', folder: 'copy', varied: { umask: '0027' }, seconds: 5.2 },
    ] as const;
    const images = target.images.map(({ platform, manifestDigest: a }) => ({
      platform: formatPlatform(platform),
      manifestDigest: { a, b: a },
      ...{ equal: true, differences: [] },
    }));
    const index = { a: digest, b: digest, equal: true, differences: [] };
    const reproduced = {
      ...{ sides: { a: 'here', b: 'elsewhere' }, builds, shared: { modules: 'the module cache' } },
      targets: [{ name: 'api', index, images, files: [] }],
    };
    const indexed = { ...target, indexDigest: digest };
    const { predicateType, predicate } = reproducibilityOf('0.1.0', indexed, reproduced);
    assert.equal(predicateType, predicateTypes.reproducibility);
    assert.deepEqual(schemaFaults('reproducibility', predicate), []);
    assert.equal((predicate as { outcome: string }).outcome, 'same');
    assert.doesNotMatch(JSON.stringify(predicate), /seconds|5\.2/);

    const required = { kind: 'attestation', name: 'reproducibility', text: 'reproducibility' } as const;
    const judged = (value: unknown) => predicateFault(value, required, { kind: 'key', hint: '' });
    assert.equal(judged(predicate), undefined);
    const [first] = images;
    assert.ok(first);
    const other = {
      ...first,
      manifestDigest: { ...first.manifestDigest, b: `sha256:${'9'.repeat(64)}` as const },
    };
    const wrong = {
      ...reproduced,
      targets: [{ name: 'api', index, images: [other, ...images.slice(1)], files: [] }],
    };
    const different = reproducibilityOf('0.1.0', indexed, wrong).predicate;
    assert.deepEqual(schemaFaults('reproducibility', different), []);
    assert.match(judged(different) ?? '', /the second build of "linux\/amd64" was another/);
    assert.equal(judged({}), 'it tells of no image');
    assert.match(judged({ ...predicate, outcome: 'different' }) ?? '', /came out as "different"/);
    const half = { ...reproduced, targets: [{ name: 'api', index, images: images.slice(1), files: [] }] };
    assert.match(judged(reproducibilityOf('0.1.0', indexed, half).predicate) ?? '', /was another/);
  });
});
