import { posix } from 'node:path';
import { SlipwayError } from '../../support/errors.ts';
import type { Base } from './base.ts';

/**
 * Whether files can be put over a base: every folder on their way must be one there too. An entry of a folder in an upper
 * layer takes the place of a link in a lower one (image-spec, layer.md, "Changesets"), and with it goes what the link led
 * to. Not judged where nobody has looked into the base.
 * @param paths absolute, of files
 * @throws SlipwayError E_BASE that names every link and file in the way
 */
export function checkFit({ contents, reference }: Base, paths: readonly string[]): void {
  if (contents === undefined) return;
  const faults = new Set<string>();
  for (const path of paths) {
    if (contents.directories.has(path.slice(1))) faults.add(`${path} is a folder there`);
    for (let parent = posix.dirname(path); parent !== '/'; parent = posix.dirname(parent)) {
      if (contents.links.has(parent))
        faults.add(`${parent} is a symbolic link there, and ${path} lies below it`);
      else if (contents.files.has(parent)) faults.add(`${parent} is a file there, and ${path} lies below it`);
    }
  }
  if (faults.size === 0) return;
  throw new SlipwayError('E_BASE', `the base ${reference} leaves no room:\n${[...faults].join('\n')}`, {
    hint: 'choose another base; an asset can also be put where the link leads to',
  });
}
