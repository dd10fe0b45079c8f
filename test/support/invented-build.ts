import type { AttributionReport } from '../../src/report/inspection.ts';
import type { FileReport, ImageReport, Report, TargetReport } from '../../src/report/model.ts';
import type { Json } from '../../src/request/kinds.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { type AttributionMethod, modulesOf } from '../../src/size/attribution.ts';
import type { DeadCode } from '../../src/size/reach/findings.ts';
import { type Digest, sha256 } from '../../src/support/hashing.ts';

/** A package of an invented program: its bytes, and who imports it. */
export interface InventedPackage {
  readonly bytes: number;
  readonly module?: string;
  readonly importedBy?: string;
  /** Where the compiled objects were read. */
  readonly retainedBytes?: number;
}

export interface InventedImage {
  /** Undefined: nobody asked what is in the program. */
  readonly packages?: Readonly<Record<string, InventedPackage>> | undefined;
  readonly versions?: Readonly<Record<string, string>>;
  readonly method?: AttributionMethod;
  /** Of a file that is no package's. */
  readonly structures?: number;
  /** Of modules, by path; what is there where the compiled objects were read. */
  readonly retained?: Readonly<Record<string, number>>;
  readonly deadCode?: DeadCode;
}

export interface InventedTarget {
  readonly name?: string;
  readonly importPath?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** As slipway.yaml writes it. */
  readonly budget?: Json;
  /** By platform. */
  readonly images?: Readonly<Record<string, InventedImage>>;
  /** Bare files, by platform. */
  readonly files?: Readonly<Record<string, InventedImage>>;
}

/** A target of a build, with invented numbers that add up: a layer is as long as its program and 1 KiB, and half as long packed. */
export function inventedTarget({
  name = 'api',
  importPath = 'example.com/shop/cmd/api',
  settings = { go: 'go1.26.8' },
  budget,
  images = {},
  files,
}: InventedTarget): TargetReport {
  return {
    name,
    importPath,
    base: { reference: 'scratch' },
    settings,
    ...(budget !== undefined && { budget }),
    images: Object.entries(images).map(([platform, image]) => imageOf(name, platform, image)),
    ...(files !== undefined && {
      files: Object.entries(files).map(([platform, file]) => fileOf(name, platform, file)),
    }),
    outputs: [],
  };
}

/** What a report says of them. */
export function inventedReport(...targets: readonly InventedTarget[]): Pick<Report, 'slipway' | 'targets'> {
  return { slipway: '0.1.0', targets: targets.map(inventedTarget) };
}

function fileOf(name: string, platform: string, image: InventedImage): FileReport {
  const attribution = attributionOf(image);
  const bytes = attribution.attributedBytes + attribution.unattributedBytes;
  const digest = sha256(JSON.stringify([platform, image])) as Digest;
  return {
    platform: parsePlatform(platform),
    executable: { path: `${name}-${platform.replaceAll('/', '-')}`, bytes, digest, goVersion: 'go1.26.8' },
    ...(image.packages !== undefined && { attribution }),
  };
}

function imageOf(name: string, platform: string, image: InventedImage): ImageReport {
  const { executable, ...file } = fileOf(name, platform, image);
  const diskBytes = executable.bytes + 1024;
  return {
    ...file,
    manifestDigest: executable.digest,
    configDigest: executable.digest,
    diskBytes,
    pullBytes: Math.ceil(diskBytes / 2),
    executable: { ...executable, path: `/${name}`, linkage: 'static', stripped: true, trimpath: true },
    layers: [],
  };
}

function attributionOf({
  packages: held = {},
  versions = {},
  method = 'twin',
  structures = 1000,
  retained = {},
  deadCode,
}: InventedImage): AttributionReport {
  const all = Object.entries(held).map(([path, { module = 'example.com/shop', ...rest }]) => ({
    path,
    module,
    ...rest,
    parts: {},
  }));
  const packages = all.filter(({ bytes }) => bytes > 0);
  const sum = packages.reduce((total, { bytes }) => total + bytes, 0);
  return {
    method,
    attributedBytes: sum + structures,
    unattributedBytes: 100,
    packages,
    modules: modulesOf(packages, new Map(Object.entries(versions))).map((module) => {
      const retainedBytes = retained[module.path];
      return { ...module, ...(retainedBytes !== undefined && { retainedBytes }) };
    }),
    emptyPackages: all.filter(({ bytes }) => bytes === 0).map(({ bytes: _, parts: __, ...empty }) => empty),
    structures: [{ name: 'tables', bytes: structures }],
    unattributed: [{ name: '.data', bytes: 100 }],
    ...(deadCode !== undefined && { deadCode }),
  };
}
