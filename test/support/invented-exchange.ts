import type { SizeSnapshot, SnapshotPackage } from '../../src/size/snapshot.ts';
import { encodeExchange, type SizeExchange } from '../../src/stages/sizes/size-exchange.ts';

export const baseCommit = 'b'.repeat(40);

/** A program `api` with packages of these bytes, by import path, each imported by the main package. */
export function inventedSnapshot(packages: Readonly<Record<string, number>>, go = 'go1.26.8'): SizeSnapshot {
  const listed = Object.entries(packages).map(([path, bytes]): SnapshotPackage => {
    const module = path.split('/').slice(0, 3).join('/');
    return { path, module, bytes, ...(path !== main && { importedBy: main }) };
  });
  const bytes = listed.reduce((sum, each) => sum + each.bytes, 0);
  const digits = bytes.toString(16).padStart(64, '0');
  return {
    slipway: '0.1.0',
    targets: [
      {
        name: 'api',
        importPath: main,
        settings: { go },
        images: [
          {
            platform: 'linux/amd64',
            diskBytes: bytes,
            pullBytes: Math.round(bytes / 3),
            program: { path: '/api', bytes, digest: `sha256:${digits}` },
            attribution: {
              ...{ method: 'twin', attributedBytes: bytes, unattributedBytes: 0 },
              packages: listed,
              versions: {},
            },
          },
        ],
      },
    ],
  };
}

export const main = 'example.com/acme/api';

/** A pull request that adds a package of that many bytes to four million. */
export function inventedExchange(added: number, name = 'example.com/gopher/metrics'): SizeExchange {
  const before = { [main]: 1_000_000, 'example.com/gopher/http': 3_000_000 };
  return {
    baseline: {
      kind: 'rebuild',
      name: 'built again',
      commit: baseCommit,
      snapshot: inventedSnapshot(before),
    },
    go: 'go1.26.8',
    after: inventedSnapshot({ ...before, [name]: added }),
    causes: [{ target: 'api', name, required: { file: 'go.mod', line: 7 } }],
    steps: [],
  };
}

export function exchangeFile(added: number, name?: string): string {
  return encodeExchange(inventedExchange(added, name));
}
