import type { ViewProgram } from './image-view.ts';
import type { PackageFacts, PackageManager } from './packages.ts';

/** A statement of one layer. */
interface Claim {
  readonly layer: number;
  /** Of a package: manager and id. */
  readonly of: string;
}

interface Version {
  readonly layer: number;
  readonly text: string;
}

/** Who owns a path as of a layer: `dpkg:NAME VERSION`; undefined when no package lists it. */
export type OwnerOf = (path: string, layer: number) => string | undefined;

/**
 * Joins what all layers' package databases say. A file belongs to the package that the layers up to its own name, in
 * the version they name; where these say nothing, to what the layers above say first.
 * @param layers lowest first
 * @param realPath where a path really is, after links of its folders: dpkg's lists go by the names from before /bin
 * became a link
 */
export function packageOwners(
  layers: readonly (readonly PackageFacts[])[],
  realPath: (path: string) => string,
): OwnerOf {
  const claims = new Map<string, Claim[]>();
  const versions = new Map<string, Version[]>();
  for (const [layer, facts] of layers.entries()) {
    for (const { versions: stated, lists } of facts) {
      for (const { manager, id, name, version } of stated)
        push(versions, key(manager, id), { layer, text: `${manager}:${name} ${version}` });
      for (const { manager, id, paths } of lists)
        for (const path of paths) push(claims, realPath(path), { layer, of: key(manager, id) });
    }
  }
  return (path, layer) => {
    const claim = asOf(claims.get(path), layer);
    if (claim === undefined) return undefined;
    const [manager = '', id = ''] = claim.of.split('\0');
    return asOf(versions.get(claim.of), layer)?.text ?? `${manager}:${id}`;
  };
}

function key(manager: PackageManager, id: string): string {
  return `${manager}\0${id}`;
}

function push<T>(map: Map<string, T[]>, at: string, value: T): void {
  const list = map.get(at);
  if (list === undefined) map.set(at, [value]);
  else list.push(value);
}

function asOf<T extends { readonly layer: number }>(
  statements: readonly T[] | undefined,
  layer: number,
): T | undefined {
  return statements?.findLast((one) => one.layer <= layer) ?? statements?.[0];
}

/** `go:example.com/api/cmd/api v1.2.3`, from a program's own build info; undefined when it has none. */
export function goOwner(program: ViewProgram | undefined): string | undefined {
  const { path, module } = program?.go ?? {};
  const name = path ?? module?.path;
  if (name === undefined) return undefined;
  return module === undefined ? `go:${name}` : `go:${name} ${module.version}`;
}
