import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../../request/platform.ts';
import type { BuildkitClient } from './client.ts';
import { solveInParts } from './run.ts';

/** BUILDOS and BUILDARCH are the node's own, whatever it is for (docs.docker.com/reference/dockerfile, "Automatic platform ARGs"). */
const dockerfile = ['FROM scratch', 'ARG BUILDOS', 'ARG BUILDARCH', ''].join('\n');
const mark = 'node';

/**
 * What the nodes are themselves that make something for these platforms, by having each write its name: `linux/amd64`.
 * @param folder a new one, absolute; who calls takes it away
 * @throws SlipwayError as `solveInParts`
 */
export async function askNodes(
  client: BuildkitClient,
  platforms: readonly Platform[],
  folder: string,
): Promise<string[]> {
  const context = join(folder, 'nodes');
  await mkdir(context, { recursive: true });
  await writeFile(join(context, mark), '');
  const path = join(context, 'Dockerfile');
  await writeFile(path, `${dockerfile}COPY ${mark} /\${BUILDOS}/\${BUILDARCH}/${mark}\n`);
  const definition = {
    ...{ name: 'nodes', context, dockerfile: path, platforms },
    ...{ contexts: [], args: {}, secrets: [], ssh: [] },
  };
  const output = { kind: 'files', path: join(folder, 'asked') } as const;
  const what = { definition, output, provenance: 'off' } as const;
  const parts = await solveInParts(client, what, noCache, 'E_TOOL');
  const found = await Promise.all(parts.map((part) => readdir(part.path, { recursive: true })));
  const names = found.flat().flatMap((name) => {
    const [os, architecture, file] = name.split(/[\\/]/).slice(-3);
    return file === mark ? [`${os}/${architecture}`] : [];
  });
  return [...new Set(names)].sort();
}

const noCache = async () => ({ cacheFrom: [], cacheTo: [], done: async () => {} });
