import type { ImportedPackage } from '../gobuild/program-imports.ts';
import type { AttributionReport } from '../report/inspection.ts';

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
  return { ...attribution, packages, emptyPackages };
}
