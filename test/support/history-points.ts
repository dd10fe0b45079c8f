import type { HistoryPoint } from '../../src/report/history.ts';

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
