import type { ImportedPackage } from '../../gobuild/program-imports.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import type { DeadCode } from '../../size/reach/findings.ts';
import { toldDeadCode } from './told-dead-code.ts';

/**
 * An attribution with the importer of each package, as the go command lists them. Packages of which nothing is in the file are told
 * beside the others: chains go through them.
 * @param main import path of the main package, whose name files without build info do not have
 */
export function withImporters(
  attribution: AttributionReport,
  imports: ReadonlyMap<string, ImportedPackage>,
  main: string,
): AttributionReport {
  const packages = attribution.packages.map((each) => {
    const path = each.path === 'main' ? main : each.path;
    const importedBy = imports.get(path)?.importedBy;
    return { ...each, path, ...(importedBy !== undefined && { importedBy }) };
  });
  const linked = new Set(packages.map(({ path }) => path));
  const emptyPackages = [...imports]
    .filter(([path]) => !linked.has(path))
    .map(([path, { module, importedBy }]) => ({
      path,
      module,
      ...(importedBy !== undefined && { importedBy }),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const { deadCode } = attribution;
  const direct = new Set([...imports.values()].flatMap((each) => (each.direct ? [each.module] : [])));
  return {
    ...attribution,
    packages,
    modules: attribution.modules.map((each) =>
      direct.has(each.path) ? { ...each, direct: true as const } : each,
    ),
    emptyPackages,
    ...(deadCode !== undefined && { deadCode: withImports(deadCode, imports, main) }),
  };
}

/** The chain of imports to whatever keeps the linker from leaving methods out. */
function withImports(
  deadCode: DeadCode,
  imports: ReadonlyMap<string, ImportedPackage>,
  main: string,
): DeadCode {
  const told = toldDeadCode(deadCode, main, (path) => {
    const chain: string[] = [];
    for (let at: string | undefined = path; at !== undefined; at = imports.get(at)?.importedBy) {
      chain.unshift(at);
    }
    return chain;
  });
  const blockers = told.blockers.map((each) => ({
    ...each,
    module: imports.get(each.package)?.module ?? each.module,
  }));
  return { ...told, blockers };
}
