import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { encodeSnapshot } from '../../src/size/snapshot.ts';
import { exec } from '../../src/support/exec.ts';
import { indexType, manifestType, plant, snapshotType } from '../registry/snapshots/setting.ts';
import { startArtifactService } from '../support/artifact-service.ts';
import { hello } from '../support/build-run.ts';
import { startTestForge, type TestForge, token } from '../support/forge/in-process.ts';
import { readable } from '../support/github-markdown.ts';
import { digestOf, repositoryOf } from '../support/registry/contents.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { runStep, type Step, type StepResult } from '../support/runner.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll } from '../support/workspace.ts';

/** A project with its registry and its forge, whose runs share a cache. */
interface Project {
  readonly workspace: string;
  readonly registry: TestRegistry;
  readonly forge: TestForge;
  /** Makes a commit of the default branch that prints something else, or uses more of the standard library. */
  commit(more?: string): Promise<string>;
  /** A push of the last commit; with a tag that of the tag. */
  push(step?: Partial<Step> & { readonly tag?: string }): Promise<StepResult>;
}

async function projectOf(t: TestContext): Promise<Project> {
  const workspace = await folderOf(t, hello);
  const registry = await startTestRegistry();
  t.after(() => registry.stop());
  const forge = await startTestForge(t);
  const cacheDirectory = await folderOf(t);
  let count = 0;
  const commit = async (more = `func init() { println("${count}") }`): Promise<string> => {
    count++;
    await writeFile(join(workspace, 'more.go'), `package main\n\n${more}\n`);
    await commitAll(workspace, `v0.0.${count}`);
    const sha = (await exec({ file: 'git', args: ['rev-parse', 'HEAD'], cwd: workspace })).stdout.trim();
    forge.state.commits.unshift(sha);
    return sha;
  };
  return {
    workspace,
    registry,
    forge,
    commit,
    push: ({ tag, with: inputs, env, ...step } = {}) =>
      runStep(t, {
        workspace,
        cacheDirectory,
        ...(tag !== undefined && { ref: `refs/tags/${tag}` }),
        with: { image: `${registry.host}/acme/hello`, token, history: 'true', ...inputs },
        env: { GITHUB_API_URL: forge.address, GITHUB_SHA: forge.state.commits[0] ?? '', ...env },
        ...step,
      }),
  };
}

const template = 'import "html/template"\n\nfunc init() { println(template.New("").Name()) }';

test('after a push of the default branch the summary ends with the last commits, and a page has more of them', async (t) => {
  const project = await projectOf(t);
  await project.commit();
  const first = await project.push();
  assert.equal(first.status, 0, first.log);
  assert.equal(first.outputs['history'], '', 'one image is no history');
  assert.doesNotMatch(first.summary, /Size history/);
  const second = await project.commit(template);
  const service = await startArtifactService(t);
  const ran = await project.push({ env: service.env() });
  assert.equal(ran.status, 0, ran.log);
  const [artifact] = service.artifacts;
  assert.match(artifact?.name ?? '', /^slipway-history-[0-9a-f]{8}\.html$/);
  assert.equal(artifact?.content.toString(), await readFile(ran.outputs['history'] ?? '', 'utf8'));
  assert.match(
    ran.summary,
    new RegExp(`\\[The whole history\\]\\(<https://[^>]*/runs/42/artifacts/${artifact?.id}>\\)`),
  );
  const [head, ...told] = ran.summary.split('#### Size history');
  assert.match(head ?? '', /built, verified and pushed/);
  const history = readable(told.join(''));
  const [before = ''] = project.forge.state.commits.slice(1);
  assert.match(history, new RegExp(`x-axis \\["${before.slice(0, 7)}", "${second.slice(0, 7)}"\\]`));
  assert.match(history, /\| `[0-9a-f]{7}` \| [\d.]+ MiB ▲ [\d.]+ KiB \| [\d.]+ KiB ▲ [\d.]+ KiB \|/);
  assert.match(
    history,
    new RegExp(
      `- \\*\\*${second.slice(0, 7)}\\*\\* since ${before.slice(0, 7)}, hello linux/amd64: .html/template. new \\+\\d+ KiB \\(brings \\d+ packages\\)`,
    ),
  );
  assert.equal(ran.outputs['summary']?.trimEnd(), ran.summary.trimEnd());
  const { history: path = '', report = '' } = ran.outputs;
  assert.deepEqual([dirname(path), path.split('/').at(-1)], [dirname(report), 'slipway-history.html']);
  const page = await readFile(path, 'utf8');
  assert.match(page, /^<!doctype html>[\s\S]*html\/template[\s\S]*<\/html>\n$/);
});

test('for a tag releases are told, and the commits are not asked for', async (t) => {
  const project = await projectOf(t);
  await project.commit();
  await project.push({ tag: 'v1.0.0' });
  await project.commit(template);
  await project.push();
  await project.commit();
  const asked = project.forge.requests.length;
  const ran = await project.push({ tag: 'v1.1.0' });
  assert.equal(ran.status, 0, ran.log);
  assert.match(ran.summary, /x-axis \["1\.0\.0", "1\.1\.0"\]/);
  assert.equal(project.forge.requests.length, asked);
});

test('nothing is asked where it is switched off, where nothing is pushed, and where no snapshot is beside the image', async (t) => {
  const project = await projectOf(t);
  await project.commit();
  await project.push();
  await project.commit();
  await project.push();
  const { requests } = project.registry;
  for (const [step, pushes] of [
    [{ with: { history: 'false' } }, true],
    [{ with: { 'attach-snapshot': 'false' } }, true],
    [{ with: { push: 'false' } }, false],
    [{ ref: 'refs/heads/feature', with: { push: 'true' } }, true],
  ] as const) {
    const before = requests.length;
    const ran = await project.push(step);
    assert.equal(ran.status, 0, ran.log);
    assert.equal(ran.outputs['history'], '');
    assert.doesNotMatch(ran.summary, /Size history/);
    const made = requests.slice(before);
    assert.equal(
      made.some(({ path }) => path.includes('/tags/list')),
      false,
    );
    assert.equal(made.length > 0, pushes);
  }
});

test('whatever fails is a notice, and the run is what it was', async (t) => {
  const project = await projectOf(t);
  await project.commit();
  await project.push();
  await project.commit();
  project.registry.misbehave(({ path }) => (path.includes('/tags/list') ? { status: 403 } : undefined));
  const refused = await project.push();
  assert.deepEqual([refused.status, refused.outputs['outcome'], refused.outputs['history']], [0, 'pass', '']);
  assert.match(refused.log, /^no size history: .*acme\/hello.*tags/m);
  project.registry.misbehave(undefined);
  project.forge.misbehave(() => ({ status: 404, body: { message: 'Not Found' } }));
  const blind = await project.push();
  assert.equal(blind.status, 0);
  assert.match(blind.log, /^size history: releases only, since the last commits are not known: /m);
});

test('of a long history a dozen points are told, for a bounded number of requests', async (t) => {
  const project = await projectOf(t);
  const old = Array.from({ length: 60 }, (_, at) => plantCommit(project, at));
  project.forge.state.commits.push(...old.toReversed());
  const last = await project.commit();
  const ran = await project.push();
  assert.equal(ran.status, 0, ran.log);
  const [, axis = ''] = /x-axis \[(.*)\]/.exec(ran.summary) ?? [];
  const newest = [...old.slice(-11), last];
  assert.equal(axis, newest.map((sha) => `"${sha.slice(0, 7)}"`).join(', '));
  assert.match(ran.summary, /<details><summary>All sizes<\/summary>/);
  const asked = project.registry.requests.length;
  assert.ok(asked < 80, `${asked} requests, those of the push among them`);
});

/** An image of an earlier commit with its snapshot, as a run would have left them. */
function plantCommit({ registry }: Project, at: number): string {
  const commit = String(at).padStart(7, 'a').padEnd(40, '0');
  const created = new Date(Date.UTC(2020, 0, 1 + at)).toISOString();
  const program = { path: 'hello', bytes: 1 << 20, digest: `sha256:${'0'.repeat(64)}` } as const;
  const images = [{ platform: 'linux/amd64', diskBytes: 1 << 20, pullBytes: (1 << 19) + at * 1000, program }];
  const target = { name: 'hello', importPath: 'example.com/hello', settings: {}, images };
  const content = Buffer.from(encodeSnapshot({ slipway: '0.1.0', commit, created, targets: [target] }));
  const repository = repositoryOf(registry.contents, 'acme/hello');
  const [layer, empty] = [content, Buffer.from('{}')].map((bytes) => {
    repository.blobs.set(digestOf(bytes), bytes);
    return { mediaType: snapshotType, digest: digestOf(bytes), size: bytes.length };
  });
  const index = { schemaVersion: 2, mediaType: indexType, manifests: [], annotations: { commit } };
  const subject = plant(repository, index, indexType);
  repository.tags.set(`sha-${commit.slice(0, 7)}`, subject.digest);
  plant(repository, {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: snapshotType,
    config: { ...empty, mediaType: 'application/vnd.oci.empty.v1+json' },
    layers: [layer],
    subject,
    annotations: {
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.created': created,
    },
  });
  return commit;
}
