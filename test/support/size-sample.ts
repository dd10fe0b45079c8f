import type { BeforeAfter, ImageComparison } from '../../src/report/comparison.ts';
import type { Report } from '../../src/report/model.ts';
import type {
  ApartPart,
  Cause,
  SettingChange,
  SizeReport,
  TargetExcess,
} from '../../src/report/size-report.ts';
import type { VerdictChange } from '../../src/size/verdict-changes.ts';
import type { Verdict } from '../../src/verify/verdict.ts';

export const kib = 1024;
export const mib = 1024 * kib;

/** Bytes before and after. */
export function from(before: number, after: number): BeforeAfter {
  return { before, after };
}

/** A platform whose program and image grow alike, compressed to two fifths. */
export function sampleImage(
  platform: string,
  disk: BeforeAfter,
  change: Partial<ImageComparison> = {},
): ImageComparison {
  return {
    platform,
    diskBytes: disk,
    pullBytes: from(Math.round(disk.before * 0.4), Math.round(disk.after * 0.4)),
    fileBytes: disk,
    sections: [],
    modules: [],
    packages: [],
    mainModule: 'example.com/shop',
    ...change,
  };
}

export interface SampleSizes {
  readonly targets: Readonly<Record<string, readonly ImageComparison[]>>;
  readonly excesses?: readonly TargetExcess[];
  readonly causes?: readonly Cause[];
  readonly settings?: readonly SettingChange[];
  readonly apart?: readonly ApartPart[];
  readonly verdicts?: readonly Verdict[];
  readonly baseline?: Partial<SizeReport['baseline']>;
  /** Checks that say another thing than before. */
  readonly changes?: readonly VerdictChange[];
}

type SizedReport = Pick<Report, 'verdicts' | 'toolchain'> & { readonly size: SizeReport };

export const sampleToolchain: Report['toolchain'] = {
  go: 'go1.26.8',
  source: 'PATH',
  askedBy: 'go.mod',
  pinned: true,
  environment: {},
  overruled: [],
};

/** What the comment is made of. */
export function sampleReport(sizes: SampleSizes): SizedReport {
  const { targets, excesses = [], causes = [], settings = [], apart, verdicts = [], baseline = {} } = sizes;
  const { changes } = sizes;
  return {
    toolchain: sampleToolchain,
    verdicts,
    size: {
      baseline: {
        kind: 'rebuild',
        name: 'merge base',
        commit: '3f9c2d1c47d91e081c2168d9830d3e0326fc48bb',
        ...baseline,
      },
      targets: Object.entries(targets).map(([name, images]) => ({ name, images })),
      settings,
      ...(apart !== undefined && { apart }),
      excesses,
      causes,
      ...(changes !== undefined && { verdicts: changes }),
    },
  };
}

const main = 'example.com/shop/cmd/api';
const metrics = 'example.com/shop/internal/metrics';
const prometheus = 'github.com/prometheus/client_golang/prometheus';
const bridge = `${prometheus}/promhttp`;

/** A metrics library is added to a small server; a worker beside it stays as it is. */
export function metricsAdded(): SizedReport {
  const image = (platform: string, disk: BeforeAfter): ImageComparison =>
    sampleImage(platform, disk, {
      modules: [
        { name: 'google.golang.org/protobuf', ...from(0, 310 * kib), versions: { after: 'v1.34.2' } },
        { name: 'github.com/prometheus/client_golang', ...from(0, 61 * kib), versions: { after: 'v1.20.0' } },
        { name: 'github.com/prometheus/common', ...from(0, 18 * kib), versions: { after: 'v0.55.0' } },
        { name: 'std', ...from(5100 * kib, 5121 * kib) },
      ].map((module) => ({ ...module, ...chains[module.name] })),
      packages: [
        { path: 'google.golang.org/protobuf/internal/impl', ...from(0, 205 * kib) },
        { path: 'google.golang.org/protobuf/proto', ...from(0, 105 * kib) },
        { path: prometheus, ...from(0, 40 * kib) },
        { path: bridge, ...from(0, 21 * kib) },
        { path: 'github.com/prometheus/common/expfmt', ...from(0, 18 * kib) },
        { path: 'net/http', ...from(459 * kib, 465 * kib) },
        { path: 'reflect', ...from(133 * kib, 138 * kib) },
      ],
      brought: [
        {
          name: 'github.com/prometheus/client_golang',
          kind: 'module',
          bytes: 389 * kib,
          ownBytes: 61 * kib,
          chain: [main, metrics, bridge],
          modules: ['google.golang.org/protobuf', 'github.com/prometheus/common'],
          packages: [],
        },
      ],
    });
  const disk = from(7672 * kib, 8084 * kib);
  return sampleReport({
    targets: {
      api: [image('linux/amd64', disk), image('linux/arm64', from(7280 * kib, 7681 * kib))],
      worker: [
        sampleImage('linux/amd64', from(4200 * kib, 4200 * kib)),
        sampleImage('linux/arm64', from(4010 * kib, 4010 * kib)),
      ],
    },
    excesses: (['linux/amd64', 'linux/arm64'] as const).map((platform, at) => ({
      target: 'api',
      platform,
      measure: 'disk',
      name: '',
      rule: 'growth',
      gate: 'approve',
      limit: { percent: 2 },
      ...(at === 0 ? disk : from(7280 * kib, 7681 * kib)),
    })),
    causes: [
      {
        target: 'api',
        name: 'github.com/prometheus/client_golang',
        imports: { file: 'internal/metrics/server.go', line: 9 },
        required: { file: 'go.mod', line: 14 },
      },
    ],
  });
}

const chains: Readonly<Record<string, { readonly chain: readonly string[] }>> = {
  'google.golang.org/protobuf': {
    chain: [main, metrics, bridge, prometheus, 'google.golang.org/protobuf/proto'],
  },
  'github.com/prometheus/client_golang': { chain: [main, metrics, bridge] },
  'github.com/prometheus/common': { chain: [main, metrics, bridge, 'github.com/prometheus/common/expfmt'] },
};
