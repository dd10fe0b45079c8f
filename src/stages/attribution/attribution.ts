import { isReadWhole } from '../../binary/executable.ts';
import type { BuiltTarget } from '../../gobuild/build.ts';
import type { Executable } from '../../gobuild/compile.ts';
import type { LinkedPackage } from '../../gobuild/compiled-packages.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { importsOf } from '../../gobuild/program-imports.ts';
import { linkTwin } from '../../gobuild/twin.ts';
import type { Layer } from '../../image/descriptor.ts';
import type { Layout } from '../../image/image.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import type { CacheUse } from '../../report/model.ts';
import { formatPlatform, samePlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { attributionFormat } from '../../size/attribution.ts';
import type { OwnerCost } from '../../size/wire/program-cost.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import { slipwayVersion } from '../../version.ts';
import { attributionReport } from '../inspect/inspect-file.ts';
import type { Ports } from '../ports.ts';
import { buildJobs, type Programs } from '../programs.ts';
import type { AttributedObjects, SummedAttribution } from './attributed-by-objects.ts';
import type { AttributedFile } from './attributed-by-twin.ts';
import type { Attributing } from './attributing.ts';
import { withImporters } from './imported-by.ts';
import { withFindings } from './reached-report.ts';
import { wireCost } from './wire-cost.ts';

export interface Attributions {
  /** By the program's path. */
  readonly byPath: ReadonlyMap<string, AttributionReport>;
  readonly notices: readonly string[];
  readonly cache: CacheUse;
}

/** The build whose programs they are. */
export interface AttributionContext {
  readonly origin: Origin;
  readonly request: BuildRequest;
  readonly ports: Ports;
}

export const nothingAttributed: Attributions = { byPath: new Map(), notices: [], cache: 'none' };

/**
 * Which packages the bytes of every program belong to, and what would go away without each, by the compiled packages that it was
 * linked from; where those are not known, by a second link with symbols, or by Go's own tables alone. Remembered by the digests of
 * program and layer: what did not change is neither linked nor read. What went wrong outside of the program may not again. Whom packages are imported by does not follow from the program, and is known of its build.
 * @param layouts of the targets, where images were made
 * @param objects reads their compiled packages
 * @throws SlipwayError E_BINARY when a program is damaged, E_IO
 */
export async function attributePrograms(
  { targets, imports }: Pick<Programs, 'targets' | 'imports'>,
  layouts: readonly (Layout | undefined)[],
  objects: Attributing,
  { origin, request, ports }: AttributionContext,
): Promise<Attributions> {
  const programs = targets.flatMap((target, at) =>
    target.executables.map((executable) => ({
      target,
      executable,
      layer: programLayer(layouts[at], executable),
    })),
  );
  let made = 0;
  const all = await inParallel(programs, buildJobs(request, ports), async (program) => {
    const { executable, layer } = program;
    const key = `attribution ${attributionFormat} ${slipwayVersion} ${executable.digest} ${layer?.digest}`;
    const known = (await ports.store.recall(key)) as Remembered | undefined;
    if (known !== undefined) return { ...program, ...known };
    made += 1;
    const fresh = await attributed(program, objects, { origin, request, ports });
    if (!fresh.passing) await ports.store.remember(key, fresh.remembered);
    return { ...program, ...fresh.remembered };
  });
  return {
    byPath: new Map(
      all.flatMap(({ target, executable, report }) => {
        if (report === undefined) return [];
        const packages = importsOf(imports, target.name, executable.platform);
        const told = packages === undefined ? report : withImporters(report, packages, target.importPath);
        return [[executable.path, told] as const];
      }),
    ),
    notices: all.flatMap(({ notices }) => notices),
    cache: made === 0 ? 'hit' : made < programs.length ? 'partial' : 'miss',
  };
}

function programLayer(layout: Layout | undefined, { platform }: Executable): Layer | undefined {
  const image = layout?.images.find((one) => samePlatform(one.platform, platform));
  return image?.layers.find(({ kind }) => kind === 'binary');
}

interface Remembered {
  readonly report?: AttributionReport;
  /** What a person should know of how it came about. */
  readonly notices: readonly string[];
}

interface Program {
  readonly target: BuiltTarget;
  readonly executable: Executable;
  readonly layer: Layer | undefined;
}

const unreadFormat = 'what its bytes belong to is not told: programs of AIX and Plan 9 are not read so far';

/** By the compiled packages that it was linked from; where those do not tell, by a second link with symbols. */
async function attributed(
  program: Program,
  { of }: Attributing,
  context: AttributionContext,
): Promise<{ readonly remembered: Remembered; readonly passing: boolean }> {
  const { target, executable, layer } = program;
  const { platform } = executable;
  const subject = `${target.name} (${formatPlatform(platform)})`;
  if (!isReadWhole(platform.os)) {
    return { remembered: { notices: [`${subject}: ${unreadFormat}`] }, passing: false };
  }
  const known = of(target, executable);
  const orFault = (error: unknown): SlipwayError => unlinkable(error, context.ports.signal);
  const packages = await known.packages.catch(orFault);
  const objects = await known.objects.catch(orFault);
  const found = objects instanceof SlipwayError ? await linkedAgain(program, packages, context) : objects;
  const cost =
    found.attribution && layer && (await costIn(layer, program, found.attribution, objects, context));
  const report = found.attribution && attributionReport(found.attribution, cost);
  const faults = [
    objects instanceof SlipwayError ? `${objects.message}; so what would go away is not known` : undefined,
    found.fault,
  ];
  const remembered = {
    ...(report !== undefined && {
      report: objects instanceof SlipwayError ? report : withFindings(report, objects.findings),
    }),
    notices: faults.flatMap((fault) => (fault === undefined ? [] : [`${subject}: ${fault}`])),
  };
  return { remembered, passing: packages instanceof SlipwayError || found.passing === true };
}

function costIn(
  layer: Layer,
  { target: { name }, executable: { path, bytes } }: Program,
  attribution: SummedAttribution,
  objects: AttributedObjects | SlipwayError,
  { ports: { store } }: AttributionContext,
): Promise<OwnerCost | undefined> {
  const attributionName = objects instanceof SlipwayError ? undefined : objects.name;
  return wireCost({ name, path, bytes, attribution, attributionName }, layer, store);
}

async function linkedAgain(
  { target, executable: { platform, path } }: Program,
  packages: readonly LinkedPackage[] | SlipwayError,
  { origin, request, ports: { signal } }: AttributionContext,
): Promise<AttributedFile> {
  const { attributedByTwin } = await import('./attributed-by-twin.ts');
  const context = { ...origin, go: origin.go.command, request, signal };
  const twin = await linkTwin(context, target, platform).catch((error: unknown) => unlinkable(error, signal));
  return attributedByTwin(
    path,
    twin,
    packages instanceof SlipwayError ? [] : packages.map(({ archive }) => archive),
  );
}

/** What was built stands, also where it cannot be linked once more. */
function unlinkable(error: unknown, signal: AbortSignal): SlipwayError {
  signal.throwIfAborted();
  if (error instanceof SlipwayError && error.code === 'E_BUILD') return error;
  throw error;
}
