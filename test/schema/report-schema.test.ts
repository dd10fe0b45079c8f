import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DoctorReport } from '../../src/commands/doctor.ts';
import type { LockResult } from '../../src/commands/lock.ts';
import type { TagsResult } from '../../src/commands/tags.ts';
import type { VerifyResult } from '../../src/commands/verify.ts';
import type { BaseReport, ExecutableReport, Report, TargetReport } from '../../src/report/model.ts';
import type { Plan } from '../../src/report/plan.ts';
import type { Digest } from '../../src/support/hashing.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { sampleInspection } from '../support/sample-inspection.ts';
import { repository } from '../support/slipway.ts';

const schema = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
const ajv = new Ajv2020({ allErrors: true }).addSchema(schema, 'report');

function faults(value: unknown, part = ''): string[] {
  const validate = ajv.getSchema(`report${part}`);
  assert.ok(validate);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const digest: Digest = `sha256:${'0f'.repeat(32)}`;
const executable: ExecutableReport = {
  path: '/usr/local/bin/api',
  bytes: 5_700_000,
  digest,
  goVersion: 'go1.26.8',
  linkage: 'static',
  stripped: true,
  trimpath: true,
};
const verdict: Verdict = {
  check: 'image/diff-ids',
  subject: 'api linux/amd64',
  status: 'pass',
  severity: 'block',
  detail: '',
};
const report: Report = {
  schemaVersion: 1,
  slipway: '0.1.0',
  outcome: 'pass',
  request: {
    source: '.',
    platforms: ['linux/arm/v7'],
    outputs: ['oci:out'],
    compression: 'gzip:6',
    compressor: 'gzip:6 (zlib 1)',
    vcsStamp: 'auto',
  },
  toolchain: {
    go: 'go1.26.8',
    source: 'PATH',
    askedBy: 'go.mod go line',
    pinned: false,
    environment: { GOENV: 'off' },
    overruled: ['GOFLAGS=-mod=mod (environment)'],
  },
  source: { commit: 'a'.repeat(40), time: '2026-11-01T10:00:00Z', modified: false },
  base: { reference: 'static', digest, source: 'two pinned modules' },
  targets: [
    {
      name: 'api',
      importPath: 'example.com/shop/cmd/api',
      base: { reference: 'scratch' },
      settings: { go: 'go1.26.8', 'build tags': 'netgo' },
      indexDigest: digest,
      indexBytes: 600,
      images: [
        {
          platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
          manifestDigest: digest,
          configDigest: digest,
          diskBytes: 1,
          pullBytes: 2,
          executable,
          layers: [
            {
              kind: 'binary',
              mediaType: 'x',
              digest,
              diffId: digest,
              compressedBytes: 1,
              uncompressedBytes: 0,
            },
          ],
        },
      ],
      files: [
        {
          platform: { os: 'wasip1', architecture: 'wasm' },
          executable: { path: 'api.wasm', bytes: 1, digest, goVersion: 'go1.26.8' },
        },
      ],
      outputs: ['oci:out'],
    },
    {
      name: 'job',
      importPath: 'example.com/shop/cmd/job',
      base: { reference: 'static' },
      settings: { go: 'go1.26.8' },
      images: [],
      outputs: [],
    },
  ],
  seconds: 1.5,
  stages: [{ name: 'build', seconds: 1.25, cache: 'partial' }],
  verdicts: [verdict],
  size: {
    baseline: { kind: 'file', name: 'main.json', commit: 'b'.repeat(40) },
    targets: [
      {
        name: 'api',
        images: [
          {
            platform: 'linux/arm/v7',
            fileBytes: { before: 1, after: 2 },
            diskBytes: { before: 1, after: 2 },
            pullBytes: { before: 1, after: 2 },
            sections: [],
            modules: [{ name: 'example.com/shop', before: 1, after: 2 }],
            packages: [{ path: 'example.com/shop/cmd/api', before: 1, after: 2 }],
          },
        ],
      },
    ],
    settings: [{ target: 'api', name: 'go', before: 'go1.26.7', after: 'go1.26.8' }],
    budgets: [{ target: 'api', before: '{}', after: '{"disk":"off"}' }],
    causes: [
      {
        target: 'api',
        name: 'example.com/metrics',
        imports: { file: 'cmd/api/main.go', line: 7 },
        required: { file: 'go.mod', line: 5 },
      },
    ],
    excesses: [
      {
        ...{ target: 'api', platform: 'linux/arm/v7', measure: 'package', name: 'example.com/shop/cmd/api' },
        ...{ rule: 'growth', gate: 'block', limit: { percent: 5 }, before: 1, after: 2 },
      },
    ],
  },
  notices: ['the Go version is not pinned'],
};

test('a report of the model is valid by its schema', () => assert.deepEqual(faults(report), []));

test('a report on a base of others is valid whether its layers were unpacked or not', () => {
  const base = { reference: 'acme/base:1', digest } as const;
  const [target] = report.targets;
  const [image] = target?.images ?? [];
  assert.ok(target && image);
  const { diskBytes: _, ...unknown } = image;
  const layers = image.layers.map(({ uncompressedBytes, ...layer }) => layer);
  const bases: readonly BaseReport[] = [
    base,
    { ...base, resolvedAt: '2026-11-22T10:00:00Z' },
    { ...base, pinnedBy: 'slipway.lock' },
    { ...base, pinnedBy: 'reference' },
  ];
  for (const told of bases) {
    const made: TargetReport = { ...target, base: told, images: [{ ...unknown, layers }] };
    assert.deepEqual(faults({ ...report, base: told, targets: [made] }), []);
  }
  assert.notDeepEqual(faults({ ...report, base: { ...base, pinnedBy: 'somebody' } }), []);
});

test('what tags and lock print is valid by the schema', () => {
  const tags: TagsResult = {
    version: '1.2.3',
    'tag-names': ['1.2.3'],
    tags: ['ghcr.io/acme/api:1.2.3'],
    labels: { 'org.opencontainers.image.version': '1.2.3' },
    annotations: ['manifest:org.opencontainers.image.version=1.2.3'],
    notices: ['no tag rule applies here'],
  };
  const lock: LockResult = {
    lockFile: '/app/slipway.lock',
    bases: [
      { reference: 'r.io/x:1', before: digest, after: digest },
      { reference: 'r.io/y:1', after: digest },
      { reference: 'r.io/z:1', before: digest },
    ],
    packs: [
      {
        target: 'api',
        platform: 'linux/amd64',
        before: { package: 'example.com/api', decision: 'kept' },
        after: { package: 'example.com/api', decision: 'packed', setting: 'nrv-9', upx: '4.2.2' },
      },
    ],
    changed: true,
    dryRun: false,
  };
  assert.deepEqual(faults(tags, '#/$defs/tagging'), []);
  assert.deepEqual(
    faults({ ...tags, version: '', tags: [], 'tag-names': [], labels: {} }, '#/$defs/tagging'),
    [],
  );
  assert.deepEqual(faults(lock, '#/$defs/locking'), []);
  assert.notDeepEqual(
    faults({ ...lock, bases: [{ reference: 'r.io/x:1', after: 'latest' }] }, '#/$defs/locking'),
    [],
  );
});

test('what verify, doctor and --dry-run print, and an error, are valid by the schema', () => {
  const verification: VerifyResult = {
    subject: 'out',
    outcome: 'fail',
    verdicts: [{ ...verdict, status: 'fail' }],
  };
  const diagnosis: DoctorReport = {
    slipway: '0.1.0',
    ready: true,
    findings: [
      { check: 'node', status: 'ok', detail: '24.21.0' },
      { check: 'git', status: 'note', detail: 'not there', hint: 'install it' },
    ],
  };
  const plan: Plan = {
    slipway: '0.1.0',
    dryRun: true,
    source: 'example.com/shop@v1.0.0',
    toolchain: { go: 'go1.26.8', source: 'PATH', askedBy: 'go.mod go line' },
    targets: [
      {
        name: 'api',
        package: './cmd/api',
        platforms: ['linux/amd64'],
        base: 'static',
        outputs: ['oci:out'],
        push: ['ghcr.io/acme/api'],
      },
    ],
    tags: ['semver'],
    load: 'docker',
    commands: ['go build'],
  };
  assert.deepEqual(faults(plan, '#/$defs/plan'), []);
  assert.deepEqual(
    faults({ error: { code: 'E_CONFIG', message: 'no', hint: 'yes' } }, '#/$defs/failure'),
    [],
  );
  assert.deepEqual(faults(verification, '#/$defs/verification'), []);
  assert.deepEqual(faults(diagnosis, '#/$defs/diagnosis'), []);
  const symbols = [{ name: 'main.main', package: 'example.com/api', kind: 'function', bytes: 1 }];
  assert.deepEqual(faults({ ...sampleInspection, symbols }, '#/$defs/inspection'), []);
  assert.notDeepEqual(faults({ ...sampleInspection, sections: [{ name: 'x' }] }, '#/$defs/inspection'), []);
});

/** Every place of a JSON document: a path and a way to change what is there. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, held]) => places(held, [...path, key]))];
}

function changed(
  value: unknown,
  path: readonly (string | number)[],
  change: (held: unknown) => unknown,
): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  const inside = copy as Record<string, unknown>;
  inside[first] = changed(inside[first], rest, change);
  return copy;
}

const openMaps = /^\/(toolchain\/environment|targets\/\d+\/settings)$/;

const optionalFields = new Set([
  'variant',
  'indexDigest',
  'indexBytes',
  'files',
  'digest',
  'source',
  'diskBytes',
  'uncompressedBytes',
  'pinnedBy',
  'resolvedAt',
  'commit',
  'time',
  'size',
  'fileBytes',
  'pullBytes',
  'imports',
  'required',
  'budgets',
]);

test('a value of another type, a field too many and a field too few are refused at every place', () => {
  for (const path of places(report)) {
    const where = `/${path.join('/')}`;
    assert.notDeepEqual(faults(changed(report, path, () => null)), [], `null at ${where}`);
    const held = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], report);
    if (typeof held !== 'object' || Array.isArray(held) || openMaps.test(where)) continue;
    const surplus = changed(report, path, (object) => ({ ...(object as object), surplus: 1 }));
    assert.notDeepEqual(faults(surplus), [], `a field too many at ${where}`);
    for (const key of Object.keys(held as object)) {
      const without = changed(report, path, (object) => {
        const { [key]: _, ...rest } = object as Record<string, unknown>;
        return rest;
      });
      const optional = optionalFields.has(key);
      if (!optional) assert.notDeepEqual(faults(without), [], `without ${where}/${key}`);
    }
  }
});

test('digests, sizes and closed words are held to their forms', () => {
  const wrong: readonly (readonly [readonly (string | number)[], unknown])[] = [
    [['schemaVersion'], 2],
    [['outcome'], 'ok'],
    [['targets', 0, 'indexDigest'], `sha256:${'0F'.repeat(32)}`],
    [['targets', 0, 'indexDigest'], 'sha512:00'],
    [['targets', 0, 'images', 0, 'diskBytes'], 1.5],
    [['targets', 0, 'images', 0, 'pullBytes'], -1],
    [['targets', 0, 'images', 0, 'executable', 'linkage'], 'shared'],
    [['targets', 0, 'images', 0, 'layers', 0, 'kind'], 'app'],
    [['request', 'compression'], 'gzip'],
    [['verdicts', 0, 'check'], 'diff ids'],
    [['verdicts', 0, 'severity'], 'error'],
    [['stages', 0, 'cache'], 'maybe'],
    [['stages', 0, 'seconds'], '1'],
  ];
  for (const [path, value] of wrong) {
    const [first, ...others] = faults(changed(report, path, () => value));
    assert.ok(first?.startsWith(`/${path.join('/')} `), `${path.join('/')}: ${first}`);
    assert.deepEqual(others, []);
  }
});
