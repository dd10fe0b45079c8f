import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { bakeFile, buildctlArguments, buildxArguments } from '../../../src/engine/buildkit/arguments.ts';
import { outputAttributes, type SolveOutput } from '../../../src/engine/buildkit/solve.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks, output } from '../../support/tools.ts';
import { sampleSolve } from './solves.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test('buildctl is told of every part of a solve by its own flags', () => {
  assert.deepEqual(buildctlArguments(sampleSolve()), [
    ...['build', '--progress=plain', '--frontend', 'dockerfile.v0'],
    ...['--local', 'context=/work/context', '--local', 'dockerfile=/work/deploy'],
    ...['--local', 'go-linux-amd64=/usr/local/go', '--oci-layout', 'stem=/work/stem'],
    ...['--opt', 'filename=Dockerfile.api', '--opt', 'platform=linux/amd64,linux/arm/v7'],
    ...['--opt', 'target=programs', '--opt', 'build-arg:SOURCE_DATE_EPOCH=12'],
    ...['--opt', 'context:go-linux-amd64=local:go-linux-amd64'],
    ...['--opt', `context:stem=oci-layout://stem@${digest}`],
    ...['--import-cache', 'type=registry,ref=ghcr.io/acme/cache:a'],
    ...['--export-cache', 'type=registry,ref=ghcr.io/acme/cache:b,mode=max'],
    ...['--secret', 'id=token,env=TOKEN', '--ssh', 'default'],
    '--output',
    'type=oci,dest=/work/made,tar=false,oci-mediatypes=true,compression=zstd,compression-level=7,force-compression=true',
  ]);
});

test('buildx is told the same in its words, and to add nothing of its own', () => {
  assert.deepEqual(buildxArguments(sampleSolve()), [
    ...['build', '--progress=plain', '--file', '/work/deploy/Dockerfile.api'],
    ...['--platform', 'linux/amd64,linux/arm/v7', '--target', 'programs'],
    ...['--build-arg', 'SOURCE_DATE_EPOCH=12', '--build-context', 'go-linux-amd64=/usr/local/go'],
    ...['--build-context', `stem=oci-layout:///work/stem@${digest}`],
    ...['--cache-from', 'type=registry,ref=ghcr.io/acme/cache:a'],
    ...['--cache-to', 'type=registry,ref=ghcr.io/acme/cache:b,mode=max'],
    ...['--secret', 'id=token,env=TOKEN', '--ssh', 'default', '--provenance=false', '--sbom=false'],
    '--output',
    'type=oci,dest=/work/made,tar=false,oci-mediatypes=true,compression=zstd,compression-level=7,force-compression=true',
    '/work/context',
  ]);
});

test('provenance is asked for in the form of SLSA 1', () => {
  const solve = sampleSolve({ provenance: 'max' });
  assert.ok(buildctlArguments(solve).includes('attest:provenance=mode=max,version=v1'));
  assert.ok(buildxArguments(solve).includes('--provenance=mode=max,version=v1'));
});

/** What makes a comma-separated list of other fields, or another file, where it is not quoted. */
const texts = [
  'plain',
  'a,b',
  '"',
  '"quoted"',
  'a,"b",c',
  ',',
  '',
  ' x ',
  'a=b,type=local',
  `$x \${y} %{z} $\${y} %%{z}`,
];

function annotated(...platforms: readonly string[]): SolveOutput {
  const annotations = Object.fromEntries(texts.map((text, at) => [`example.com/${at}`, text]));
  return {
    ...{ kind: 'layout', path: `/work/a, "b" \${c}`, compression: { algorithm: 'gzip', level: 6 } },
    ...{ force: false, rewriteTimestamp: true },
    annotations: new Map(platforms.map((platform) => [platform, annotations])),
  };
}

test('annotations are those of each platform where there are several, and quoted where they must be', () => {
  const one = outputAttributes(annotated('linux/amd64'));
  assert.ok(one.startsWith(`type=oci,"dest=/work/a, ""b"" \${c}",tar=false,`), one);
  assert.ok(one.includes(',rewrite-timestamp=true,annotation.example.com/0=plain,'), one);
  assert.ok(one.includes(',"annotation.example.com/1=a,b",'), one);
  assert.ok(one.includes(',"annotation.example.com/3=""quoted""",'), one);
  const two = outputAttributes(annotated('linux/amd64', 'linux/arm/v7'));
  assert.ok(two.includes(',annotation[linux/amd64].example.com/0=plain,'), two);
  assert.ok(two.includes(',"annotation[linux/arm/v7].example.com/1=a,b",'), two);
});

test('files are written as they are', () => {
  const path = '/work/out, 2';
  assert.equal(outputAttributes({ kind: 'files', path }), 'type=local,"dest=/work/out, 2"');
});

test('a file for bake is read by buildx as it was meant, whatever is in it', {
  skip: lacks('buildx'),
}, async (t) => {
  const folder = await folderOf(t);
  const context = join(folder, `odd \${x} %{y} $z "q"`);
  await mkdir(context);
  const sample = sampleSolve({ output: annotated('linux/amd64', 'linux/arm/v7'), provenance: 'min' });
  const { definition } = sample;
  const solves = ['api', 'worker'].map((name) => ({
    ...sample,
    definition: { ...definition, name, context, ssh: [] },
  }));
  await writeFile(join(folder, 'bake.json'), bakeFile(solves));
  const printed = await output('buildx', ['bake', '--print', '--file', 'bake.json'], {
    cwd: folder,
    env: { BUILDX_CONFIG: join(folder, 'config') },
  });
  const { group, target } = JSON.parse(printed);
  assert.deepEqual(group.default.targets, ['api', 'worker']);
  const { api } = target;
  assert.equal(api.context, context);
  assert.deepEqual(
    [api.dockerfile, api.target, api.platforms],
    [definition.dockerfile, 'programs', ['linux/amd64', 'linux/arm/v7']],
  );
  assert.deepEqual(api.contexts, {
    'go-linux-amd64': '/usr/local/go',
    stem: `oci-layout:///work/stem@${digest}`,
  });
  assert.deepEqual(api.args, { SOURCE_DATE_EPOCH: '12' });
  assert.deepEqual(api.attest, [{ type: 'provenance', mode: 'min', version: 'v1' }]);
  const [written] = api.output;
  assert.equal(written.dest, `/work/a, "b" \${c}`);
  for (const platform of ['linux/amd64', 'linux/arm/v7'])
    for (const [at, text] of texts.entries())
      assert.equal(written[`annotation[${platform}].example.com/${at}`], text);
  assert.deepEqual(api['cache-to'], [{ type: 'registry', ref: 'ghcr.io/acme/cache:b', mode: 'max' }]);
  assert.deepEqual(api.secret, [{ id: 'token', env: 'TOKEN' }]);
});
