import { withFileSource } from '../../binary/byte-source.ts';
import { viewObject } from '../../binary/go/objects/object-view.ts';
import type { ProgramReach } from './program-reach.ts';

/**
 * The names of all that a package's objects define, whether it is kept or not, as symbol tables have them.
 * @param path as in the objects: `main` for the main package
 * @throws SlipwayError E_BINARY when the package is damaged; the system's error when it cannot be opened
 */
export function definedNames(objects: ProgramReach['objects'], path: string): string[] {
  const own = objects.filter((object) => object.package === path);
  const names = own.flatMap((object) =>
    withFileSource(object.path, (source) => {
      const view = viewObject(source.read(object.offset, object.bytes));
      return Array.from({ length: view.definitions }, (_, at) => view.name(at).replaceAll('·', '.'));
    }),
  );
  return [...new Set(names)].filter((name) => name !== '');
}
