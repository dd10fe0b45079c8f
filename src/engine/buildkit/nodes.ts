import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { exists } from '../../support/files.ts';
import type { BuildkitClient } from './client.ts';
import { solveInParts } from './run.ts';

/** What Go itself runs on, among what BuildKit runs on (go.dev/doc/install/source, "Introduction"). */
const machines = ['amd64', 'arm64', 'arm', '386', 'riscv64', 'ppc64le', 's390x', 'loong64'].map(
  (architecture) => `linux-${architecture}`,
);

const asking = `FROM scratch
ARG BUILDOS
ARG BUILDARCH
COPY node-\${BUILDOS}-\${BUILDARCH} /node
`;

/**
 * What the nodes are that a builder gives platforms to, such as `linux/amd64`. Where their owner said what each is for, buildx does not
 * tell any more what it is; then BuildKit is asked itself: it copies the one file that is called as its node.
 * @param folder for what that takes; absolute
 * @throws SlipwayError as `solve`
 */
export async function nodesOf(
  client: BuildkitClient,
  platforms: readonly Platform[],
  folder: string,
): Promise<readonly string[]> {
  if (client.nodePlatforms !== undefined) return client.nodePlatforms;
  const context = join(folder, 'nodes');
  await mkdir(context, { recursive: true });
  for (const machine of machines)
    await writeFile(join(context, `node-${machine}`), machine.replace('-', '/'));
  const dockerfile = join(folder, 'nodes.Dockerfile');
  await writeFile(dockerfile, asking);
  const nothing = { contexts: [], args: {}, secrets: [], ssh: [] };
  const what = {
    definition: { name: 'nodes', context, dockerfile, platforms, ...nothing },
    output: { kind: 'files', path: join(folder, 'answers') },
    provenance: 'off',
  } as const;
  const parts = await solveInParts(client, what, async () => noCache, 'E_TOOL');
  const found = new Set<string>();
  for (const { path, platforms: own } of parts) {
    for (const place of [path, ...own.map((one) => join(path, formatPlatform(one).replaceAll('/', '_')))]) {
      if (await exists(join(place, 'node'))) found.add(await readFile(join(place, 'node'), 'utf8'));
    }
  }
  return [...found];
}

const noCache = { cacheFrom: [], cacheTo: [], done: async () => {} };
