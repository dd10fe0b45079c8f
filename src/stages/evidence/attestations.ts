import type { NewStatement } from '../../attest/attach-statement.ts';
import { chainOf, conformanceOf, sizeOf } from '../../attest/predicates/measured.ts';
import { type LinkedModule, provenanceOf } from '../../attest/predicates/provenance.ts';
import { reproducibilityOf } from '../../attest/predicates/reproducibility.ts';
import { predicateTypes, statementOf } from '../../attest/predicates/statement.ts';
import { golangUrl } from '../../attest/sbom/purl.ts';
import type { GitHubRun } from '../../forge/github-run.ts';
import type { Report, TargetReport } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { InspectedTarget } from '../inspection.ts';
import type { SbomDocument } from '../sbom/sbom.ts';

/** What a build says of itself, to be signed. */
export interface BuildFacts {
  readonly report: Pick<Report, 'slipway' | 'toolchain' | 'source' | 'request'>;
  readonly targets: readonly TargetReport[];
  readonly verdicts: readonly Verdict[];
  readonly sboms: readonly SbomDocument[];
  /** Undefined: it was not built once more. */
  readonly reproduced: Report['reproduction'];
}

/** Statements about the index of a target: where it is from, what it weighs, which checks it passed. */
export function indexStatements(
  index: Digest,
  target: InspectedTarget,
  { report, targets, verdicts, reproduced }: BuildFacts,
  run: GitHubRun | undefined,
): NewStatement[] {
  const told = targets.find(({ name }) => name === target.name);
  if (told === undefined) return [];
  const subjects = new Set([told.name, ...told.images.map(subjectOf(told.name))]);
  const own = verdicts.filter(({ subject }) => subjects.has(subject));
  return [
    provenanceOf({ report, target: told, modules: linkedModules(target), run }),
    sizeOf(report.slipway, told),
    conformanceOf(report.slipway, own),
    chainOf(report.slipway, told),
    ...(reproduced === undefined ? [] : [reproducibilityOf(report.slipway, told, reproduced)]),
  ].map((attested) => statementOf(index, attested));
}

function subjectOf(name: string): (image: TargetReport['images'][number]) => string {
  return ({ platform }) => `${name} (${formatPlatform(platform)})`;
}

/** Bills of materials of one image. */
export function imageStatements(manifest: Digest, { sboms }: BuildFacts): NewStatement[] {
  return sboms
    .filter(({ subject }) => subject === manifest)
    .map(({ format, content }) =>
      statementOf(manifest, { predicateType: predicateTypes[format], predicate: JSON.parse(content) }),
    );
}

/** What programs of all platforms are linked of: what stands in for a module in its place. */
function linkedModules({ executables }: InspectedTarget): LinkedModule[] {
  const modules = new Map<string, LinkedModule>();
  for (const { facts } of executables) {
    for (const { replace, ...required } of facts.buildInfo?.dependencies ?? []) {
      const { path, version, sum } = replace ?? required;
      // A folder has no version, and its path is this machine's.
      const purl = sum === undefined ? golangUrl(required.path) : golangUrl(path, version);
      modules.set(purl, { purl, ...(sum !== undefined && { h1: sum }) });
    }
  }
  return [...modules.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1));
}
