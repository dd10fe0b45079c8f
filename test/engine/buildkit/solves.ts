import type { Solve } from '../../../src/engine/buildkit/solve.ts';
import { parsePlatform } from '../../../src/request/platform.ts';

const digest = `sha256:${'a'.repeat(64)}` as const;

/** A solve with everything that one can have. */
export function sampleSolve(changes: Partial<Solve> = {}): Solve {
  return {
    definition: {
      name: 'api',
      context: '/work/context',
      dockerfile: '/work/deploy/Dockerfile.api',
      target: 'programs',
      platforms: ['linux/amd64', 'linux/arm/v7'].map(parsePlatform),
      contexts: [
        { name: 'go-linux-amd64', kind: 'folder', path: '/usr/local/go' },
        { name: 'stem', kind: 'layout', path: '/work/stem', digest },
      ],
      args: { SOURCE_DATE_EPOCH: '12' },
      secrets: ['id=token,env=TOKEN'],
      ssh: ['default'],
    },
    output: {
      ...{ kind: 'layout', path: '/work/made', compression: { algorithm: 'zstd', level: 7 } },
      ...{ force: true, rewriteTimestamp: false, annotations: new Map() },
    },
    cacheFrom: ['type=registry,ref=ghcr.io/acme/cache:a'],
    cacheTo: ['type=registry,ref=ghcr.io/acme/cache:b,mode=max'],
    provenance: 'off',
    ...changes,
  };
}
