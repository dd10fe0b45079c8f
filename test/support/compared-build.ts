import type { SizePageSource } from '../../src/report/size-page/size-page.ts';
import { type Budget, usualBudget } from '../../src/request/budget.ts';
import type {
  SizeSnapshot,
  SnapshotImage,
  SnapshotPackage,
  SnapshotTarget,
} from '../../src/size/snapshot.ts';
import { judgeExchange } from '../../src/stages/sizes/judge-exchange.ts';
import type { SizeExchange } from '../../src/stages/sizes/size-exchange.ts';
import { sha256 } from '../../src/support/hashing.ts';

/** Bytes on disk of each package; `module path` names them, and half of it goes over the wire. */
export type SidePackages = Readonly<Record<string, number>>;

export interface BuiltSide {
  readonly packages: SidePackages;
  /** Whether nobody knows what is in the program. */
  readonly unknown?: boolean;
  readonly unwired?: boolean;
}

/** Targets by name, and in each platforms by theirs. */
export type BuiltTargets = Readonly<Record<string, Readonly<Record<string, BuiltSide>>>>;

const structures = 4000;
const own = 'example.com/shop';

function imageOf(platform: string, target: string, { packages, unknown, unwired }: BuiltSide): SnapshotImage {
  const main = `${own}/cmd/${target}`;
  const listed = Object.entries(packages).map(([name, bytes]): SnapshotPackage => {
    const [module = '', path = module] = name.split(' ');
    return {
      path,
      module,
      bytes,
      ...(unwired !== true && { wireBytes: Math.round(bytes / 2) }),
      ...(path !== main && { importedBy: main }),
    };
  });
  const sum = listed.reduce((total, { bytes }) => total + bytes, 0);
  const bytes = sum + structures;
  return {
    platform,
    diskBytes: bytes + 1000,
    pullBytes: Math.round(bytes / 2),
    program: { path: `/${target}`, bytes, digest: sha256(JSON.stringify([platform, packages])) },
    ...(unknown !== true && {
      attribution: {
        method: 'twin',
        attributedBytes: bytes,
        unattributedBytes: 0,
        packages: listed,
        versions: {},
      },
    }),
  };
}

export function builtSnapshot(targets: BuiltTargets, go = 'go1.26.8'): SizeSnapshot {
  return {
    slipway: '0.1.0',
    targets: Object.entries(targets).map(
      ([name, images]): SnapshotTarget => ({
        name,
        importPath: `${own}/cmd/${name}`,
        settings: { go },
        images: Object.entries(images).map(([platform, side]) => imageOf(platform, name, side)),
      }),
    ),
  };
}

/** Two builds as they are compared in earnest. */
export function comparedBuild(
  before: SizeSnapshot,
  after: SizeSnapshot,
  more: Partial<Pick<SizeExchange, 'causes'>> & { readonly budget?: Budget; readonly commit?: string } = {},
): SizePageSource {
  const { causes = [], budget = usualBudget, commit = 'b'.repeat(40) } = more;
  const baseline = {
    kind: 'rebuild',
    name: 'built again',
    commit,
    snapshot: before,
  } as const;
  const { report } = judgeExchange({ baseline, go: 'go1.26.8', after, causes, steps: [] }, () => budget);
  if (report === undefined) throw new Error('nothing was compared');
  return { report, before, after };
}

const main = (target: string): string => `${own} ${own}/cmd/${target}`;
const plain = { 'std net/http': 400_000, 'std runtime': 600_000, 'std unicode': 90_000 };
const api = { ...plain, [main('api')]: 20_000, 'example.com/old example.com/old/store': 30_000 };

/** A metrics library comes to the target api, a package of it goes; the worker stays as it is, a tool is new. */
export function metricsBuild(): SizePageSource {
  const worker = { 'linux/amd64': { packages: { ...plain, [main('worker')]: 9000 } } };
  const { 'example.com/old example.com/old/store': _, ...rest } = api;
  const later = {
    ...rest,
    'std net/http': 420_000,
    'example.com/metrics example.com/metrics/export': 250_000,
    'example.com/wire example.com/wire/proto': 70_000,
  };
  return comparedBuild(
    builtSnapshot({ api: { 'linux/amd64': { packages: api }, 'linux/arm64': { packages: api } }, worker }),
    builtSnapshot({
      api: {
        'linux/amd64': { packages: later },
        'linux/arm64': { packages: { ...later, 'std runtime': 610_000 } },
      },
      worker,
      tool: { 'linux/amd64': { packages: { ...plain, [main('tool')]: 5000 } } },
    }),
  );
}
