import type { AttributionReport } from '../../report/inspection.ts';
import type { ReachFindings } from '../../size/reach/program-findings.ts';

/** An attribution with what the linker's rules say of it. Packages of which nothing is in the file cost nothing. */
export function withFindings(
  attribution: AttributionReport,
  { packages, modules, deadCode, advice }: ReachFindings,
): AttributionReport {
  return {
    ...attribution,
    packages: attribution.packages.map((each) => ({ ...each, ...packages.get(each.path) })),
    modules: attribution.modules.map((each) => {
      const retainedBytes = modules.get(each.path);
      return retainedBytes === undefined ? each : { ...each, retainedBytes };
    }),
    deadCode,
    ...(advice.length > 0 && { advice }),
  };
}
