import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { programLayerRequest } from '../../engine/parts.ts';
import type { Executable } from '../../gobuild/compile.ts';
import { compiledPackages } from '../../gobuild/compiled-packages.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { linkStep, type StepLink, stepLinks } from '../../gobuild/step-links.ts';
import { compressorIdentity } from '../../image/compress.ts';
import type { Layout } from '../../image/image.ts';
import { compressedLength } from '../../image/layer.ts';
import type { CacheUse, WaterfallRow } from '../../report/model.ts';
import { formatPlatform, samePlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import { makeWorkFolder } from '../../support/files.ts';
import { sha256 } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import type { InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import { buildJobs } from '../programs.ts';
import { packedRow } from './packed-row.ts';

/** Raise it when the same step is measured otherwise. */
const rowFormat = 1;

export interface Waterfalls {
  /** By the program's path. */
  readonly byPath: ReadonlyMap<string, readonly WaterfallRow[]>;
  readonly notices: readonly string[];
  readonly cache: CacheUse;
}

interface Context {
  readonly origin: Origin;
  readonly request: BuildRequest;
  readonly ports: Ports;
}

interface Program {
  readonly target: InspectedTarget;
  readonly executable: InspectedTarget['executables'][number];
  readonly layout: Layout | undefined;
}

/** A row, and whether it had to be made; or why there is none. */
type Measured = { readonly row: WaterfallRow; readonly isNew: boolean } | { readonly fault: string };

/**
 * What each step from a plain go build to the image weighs, for every program: each is linked by the go command and compressed as
 * the build's layers are. The last one that is linked must be the program that the build made, byte for byte. Rows are remembered by
 * that program and what the step is: what did not change is not linked again.
 * @param layouts of the targets, where images were made
 * @throws SlipwayError E_IO; what does not compile is left out, and said
 */
export async function measureWaterfalls(
  targets: readonly InspectedTarget[],
  layouts: readonly (Layout | undefined)[],
  origin: Origin,
  request: BuildRequest,
  ports: Ports,
): Promise<Waterfalls> {
  const programs = targets.flatMap((target, at) =>
    target.executables.map((executable) => ({ target, executable, layout: layouts[at] })),
  );
  const context = { origin, request, ports };
  const found = await inParallel(programs, buildJobs(request, ports), (program) =>
    waterfall(program, context),
  );
  const made = found.filter(({ isNew }) => isNew).length;
  return {
    byPath: new Map(found.flatMap(({ path, rows }) => (rows.length === 0 ? [] : [[path, rows] as const]))),
    notices: found.flatMap(({ notices }) => notices),
    cache: made === 0 ? 'hit' : made < found.length ? 'partial' : 'miss',
  };
}

interface Found {
  readonly path: string;
  readonly rows: readonly WaterfallRow[];
  readonly notices: readonly string[];
  readonly isNew: boolean;
}

async function waterfall(program: Program, context: Context): Promise<Found> {
  const { target, executable } = program;
  const name = `${target.name} (${formatPlatform(executable.platform)})`;
  const untagged = await untaggedState(program, context);
  const rows: WaterfallRow[] = [];
  const notices: string[] = [];
  let isNew = false;
  const links = stepLinks(context.origin, target);
  for (const link of links) {
    const measured = await measuredStep(program, link, untagged, context);
    if ('fault' in measured) {
      notices.push(`${name}: the waterfall has no row for ${stepName(link)}: ${measured.fault}`);
      continue;
    }
    rows.push(measured.row);
    isNew ||= measured.isNew;
  }
  const last = rows.at(-1);
  const reached = last?.step === links.at(-1)?.step;
  const { path, digest } = executable;
  if (reached && last?.digest === digest) {
    const { request, ports } = context;
    const packed = await packedRow(program, request, (file) => wireOf(target, file, request), ports);
    return { path, rows: [...rows, ...packed, ...imageRow(program)], notices, isNew };
  }
  // Where the go command does not make the same twice, rows would lead to another program than the one that there is.
  const why = reached
    ? 'linked again, the program has other bytes than the build made'
    : 'what the build has could not be linked again';
  return { path, rows: [], notices: [...notices, `${name} has no waterfall: ${why}`], isNew };
}

function stepName({ step, what, buildTags }: StepLink): string {
  const without = step !== 'tags' && buildTags.length === 0 ? ' without build tags' : '';
  return step === 'go-build' ? `go build${without}` : `${what}${without}`;
}

/** How long a program's layer is, really compressed. */
function wireOf(
  { name, settings }: InspectedTarget,
  { path: file, digest, bytes }: Pick<Executable, 'path' | 'digest' | 'bytes'>,
  request: BuildRequest,
): Promise<number> {
  const plan = { name, executable: { file, digest, bytes }, settings, mtime: mtimeOf(request) };
  return compressedLength(programLayerRequest(plan));
}

/** The image as it was made: all its layers, and what is pulled of it. */
function imageRow({ target, executable, layout }: Program): WaterfallRow[] {
  const image = layout?.images.find((one) => samePlatform(one.platform, executable.platform));
  if (image === undefined) return [];
  const { diskBytes, pullBytes, manifest } = image;
  return [
    {
      step: 'image',
      what: `image on ${target.base.reference}`,
      ...(diskBytes !== undefined && { diskBytes }),
      wireBytes: pullBytes,
      digest: manifest.digest,
    },
  ];
}

/**
 * What a target with build tags is made of without them: that does not follow from its program. Their absence may be what keeps it
 * from being compiled; then nothing is known, and nothing remembered of it.
 */
async function untaggedState(
  { target, executable }: Program,
  { origin, ports }: Context,
): Promise<string | undefined> {
  if (target.settings.buildTags.length === 0) return '';
  const settings = { ...target.settings, buildTags: [] };
  const { directory } = origin.workspace;
  try {
    const untagged = { importPath: target.importPath, settings };
    // The cache's own names for what was compiled: they follow from the content (cmd/go/internal/cache).
    const packages = await compiledPackages(
      { go: origin.go.command, directory },
      untagged,
      executable.platform,
    );
    return sha256(packages.map(({ archive }) => archive).join('\n'));
  } catch (error) {
    ports.signal.throwIfAborted();
    if (error instanceof SlipwayError && error.code === 'E_BUILD') return undefined;
    throw error;
  }
}

async function measuredStep(
  program: Program,
  link: StepLink,
  untagged: string | undefined,
  context: Context,
): Promise<Measured> {
  const { store, signal } = context.ports;
  const key = keyOf(program, link, untagged, context);
  const known = key === undefined ? undefined : ((await store.recall(key)) as WaterfallRow | undefined);
  if (known !== undefined) return { row: known, isNew: false };
  try {
    const row = await measure(program, link, context);
    if (key !== undefined) await store.remember(key, row);
    return { row, isNew: true };
  } catch (error) {
    signal.throwIfAborted();
    // What was built stands, also where less of it cannot be.
    if (error instanceof SlipwayError && error.code === 'E_BUILD') return { fault: error.message };
    throw error;
  }
}

async function measure(
  { target, executable: shipped }: Program,
  link: StepLink,
  { origin, request }: Context,
): Promise<WaterfallRow> {
  const folder = await makeWorkFolder(dirname(shipped.path), 'waterfall');
  try {
    const context = { ...origin, go: origin.go.command, request };
    const made = await linkStep(context, target, shipped.platform, link, folder);
    const { digest, bytes } = made;
    const wireBytes = await wireOf(target, made, request);
    return { step: link.step, what: link.what, diskBytes: bytes, wireBytes, digest };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Undefined: not to be remembered. */
function keyOf(
  { target, executable }: Program,
  { step, trimpath, ldflags, buildTags }: StepLink,
  untagged: string | undefined,
  { origin, request }: Context,
): string | undefined {
  const { name, settings } = target;
  const isTagged = step === 'tags' || settings.buildTags.length === 0;
  if (!isTagged && untagged === undefined) return undefined;
  const parts = [
    ...[executable.digest, formatPlatform(executable.platform), name, step, ldflags, buildTags],
    ...[settings.cgo, settings.goexperiment, settings.vcsStamp],
    ...[compressorIdentity(settings.compression), mtimeOf(request)],
    isTagged ? '' : untagged,
    // Paths of this machine are in it.
    trimpath ? '' : [origin.workspace.directory, origin.go.goroot, origin.go.moduleCache],
  ];
  return `waterfall ${rowFormat} ${slipwayVersion} ${sha256(JSON.stringify(parts))}`;
}

function mtimeOf({ sourceDateEpoch }: BuildRequest): number {
  return sourceDateEpoch ?? 0;
}
