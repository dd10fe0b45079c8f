import type { HistoryChange, HistoryPoint } from '../../src/report/history/history.ts';

const MiB = 1 << 20;
const targets = ['api', 'worker', 'migrate', 'gateway', 'cron', 'edge'] as const;
const platforms = ['linux/amd64', 'linux/arm64'] as const;

export interface HistoryShape {
  readonly points: number;
  /** Targets × platforms. */
  readonly series: number;
  /** All points are releases; else every ninth is one. */
  readonly releases?: boolean;
  readonly nameOf?: (name: string, at: number) => string;
}

/** Sizes that go up, down and sideways, the same in every run. */
export function historyPoints({
  points,
  series,
  releases = false,
  nameOf = (name) => name,
}: HistoryShape): HistoryPoint[] {
  const random = generator(7);
  const bytes = Array.from({ length: series }, (_, at) => (3 + ((at * 5) % 11)) * MiB);
  return Array.from({ length: points }, (_, at) => {
    const isRelease = releases || at % 9 === 4;
    const commit = (0x3f9c2d1 + at * 1_037_389).toString(16).padStart(40, '0');
    return {
      name: nameOf(releases ? `v1.${at}.0` : isRelease ? `v1.${Math.floor(at / 9)}.0` : commit.slice(-7), at),
      commit,
      created: new Date(Date.UTC(2026, 0, 3 + at * 3)).toISOString(),
      isRelease,
      targets: bytes.map((before, number) => {
        const after =
          at === 0 || random() < 0.35 ? before : Math.round(before * (1 + (random() - 0.35) * 0.03));
        bytes[number] = after;
        return {
          name: targets[number >> 1] ?? `target${number}`,
          platform: platforms[number & 1] ?? '',
          diskBytes: after,
          pullBytes: Math.round(after * 0.39),
        };
      }),
    };
  });
}

/** Lehmer's generator: numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Points of which each but the first tells what it added: a new module, a moved one, a package that shrank, a module that is gone. */
export function changedPoints(points: number): HistoryPoint[] {
  const plain = historyPoints({ points, series: 2, releases: true });
  return plain.map((point, at) => {
    const before = plain[at - 1];
    if (before === undefined) return point;
    return { ...point, changes: [{ ...sampleChange, since: before.name }] };
  });
}

const sampleChange: Omit<HistoryChange, 'since'> = {
  target: 'api',
  platform: 'linux/amd64',
  parts: [
    {
      kind: 'module',
      name: 'github.com/prometheus/client_golang',
      before: 0,
      after: 398_000,
      versions: { after: 'v1.20.0' },
    },
    {
      kind: 'module',
      name: 'github.com/old/thing',
      before: 70_000,
      after: 0,
      versions: { before: 'v0.1.0' },
    },
    {
      kind: 'module',
      name: 'github.com/jackc/pgx/v5',
      before: 512_000,
      after: 530_000,
      versions: { before: 'v5.5.0', after: 'v5.6.1' },
    },
    { kind: 'package', name: 'net/http', before: 700_000, after: 690_000 },
  ],
  rest: { parts: 14, bytes: 3100 },
};
