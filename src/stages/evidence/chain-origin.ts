import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { moduleFiles } from '../../gobuild/inputs.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { sourceRevision } from '../../gobuild/source.ts';
import { canonicalJson } from '../../image/json.ts';
import { exists } from '../../support/files.ts';
import { isDigest, sha256, sha256File } from '../../support/hashing.ts';
import type { ChainLink, ChainOrigin, Named } from '../../verify/chain/chain.ts';
import { slipwayVersion } from '../../version.ts';
import type { Ports } from '../ports.ts';

/**
 * The first links of a build's chain: what was built, which modules it names, and with which Go.
 * @param folders of the targets' modules
 * @throws SlipwayError E_IO when a file of them cannot be read
 */
export async function chainOrigin(
  origin: Origin,
  folders: readonly string[],
  { store }: Pick<Ports, 'store'>,
): Promise<ChainOrigin> {
  const source = sourceLink(origin);
  return {
    source,
    modules: await modulesLink(origin, folders, source?.products ?? []),
    toolchain: await toolchainLink(origin, store),
  };
}

function sourceLink({ source }: Origin): ChainLink | undefined {
  const commit = sourceRevision(source);
  const { module, vcs } = source;
  const products = [
    ...(commit === undefined ? [] : [{ name: 'commit', digest: `gitCommit:${commit}` }]),
    ...(module === undefined
      ? []
      : [{ name: module.path, digest: `goModule:${module.path}@${module.version}` }]),
  ];
  if (products.length === 0) return undefined;
  const settings = { ...(vcs?.modified === true && { modified: 'true' }) };
  return { stage: 'source', materials: [], products, tool: module === undefined ? 'git' : 'go', settings };
}

/** go.mod, go.sum and what belongs to them, by their paths in the repository. */
async function modulesLink(
  { source, workspace, go }: Origin,
  folders: readonly string[],
  materials: readonly Named[],
): Promise<ChainLink | undefined> {
  const above = go.workFile === undefined ? [] : [dirname(go.workFile)];
  const places = new Set([workspace.directory, ...folders, ...above]);
  const files = [...places].flatMap((folder) => moduleFiles.map((name) => join(folder, name)));
  const products: Named[] = [];
  for (const file of files.toSorted()) {
    if (!(await exists(file))) continue;
    const within = relative(workspace.directory, file).split(sep).join('/');
    const name = join(source.vcs?.prefix ?? '', within);
    products.push({ name, digest: (await sha256File(file)).digest });
  }
  if (products.length === 0) return undefined;
  const tool = source.module === undefined ? 'git' : `slipway ${slipwayVersion}`;
  return { stage: 'modules', materials, products, tool, settings: {} };
}

/** By what it was checked with when it was fetched; one that others put here by its programs. */
async function toolchainLink({ toolchain }: Origin, store: Ports['store']): Promise<ChainLink> {
  const { version, digest, source, goroot } = toolchain;
  const known = digest ?? (await programsDigest(goroot, store));
  return {
    stage: 'toolchain',
    materials: [],
    products: [{ name: 'toolchain', digest: known }],
    tool: version,
    settings: { source, digest: digest === undefined ? 'of bin/go, compile, asm and link' : 'as fetched' },
  };
}

/** Remembered by what the file system says of the files: they are some 60 MB. */
async function programsDigest(goroot: string, store: Ports['store']): Promise<string> {
  const tools = join(goroot, 'pkg', 'tool');
  const [host = ''] = await readdir(tools).catch(() => []);
  const files = [
    join(goroot, 'bin', 'go'),
    ...['asm', 'compile', 'link'].map((tool) => join(tools, host, tool)),
  ];
  const states = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => undefined)));
  const key = `programs of ${goroot} ${states.map((state) => `${state?.ino} ${state?.size} ${state?.mtimeNs}`).join()}`;
  const remembered = await store.recall(key);
  if (typeof remembered === 'string' && isDigest(remembered)) return remembered;
  const digests: Record<string, string> = {};
  for (const file of files) {
    if (await exists(file)) digests[relative(goroot, file)] = (await sha256File(file)).digest;
  }
  const digest = sha256(canonicalJson(digests));
  await store.remember(key, digest);
  return digest;
}
