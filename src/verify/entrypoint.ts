import type { LayerEntry } from '../image/read/layer-scan.ts';
import { type LookUp, lookUp } from '../image/read/tree.ts';
import { quote } from './forms.ts';
import type { Image } from './image.ts';

/** What a container made from an image starts. `field` is the config's field that says so. */
export type Started =
  | { readonly kind: 'file'; readonly field: string; readonly path: string; readonly entry: LayerEntry }
  | { readonly kind: 'absent'; readonly field: string; readonly program: string; readonly reason: string }
  | { readonly kind: 'none'; readonly field: string };

/** What runc and Docker search when the config's Env has no PATH. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Finds the program in the merged file system as a runtime does (config.md, "Entrypoint" and "Cmd"; execvp(3) for a bare
 * name); undefined when config or layers could not be read.
 */
export function findEntrypoint({ config, tree }: Pick<Image, 'config' | 'tree'>): Started | undefined {
  if (config === undefined || tree === undefined) return undefined;
  const field = config.entrypoint.length > 0 ? 'Entrypoint' : 'Cmd';
  const program = config.entrypoint[0] ?? config.cmd[0];
  if (program === undefined) return { kind: 'none', field };
  if (program === '') return { kind: 'absent', field, program, reason: 'the name is empty' };
  const candidates = program.includes('/')
    ? [program.startsWith('/') ? program : `${config.workingDir}/${program}`]
    : searchPath(config.env).map((folder) => `${folder}/${program}`);
  let reason = `is in none of the folders of PATH (${searchPath(config.env).join(':')})`;
  for (const path of candidates) {
    const found = lookUp(tree.root, path);
    const entry = found.kind === 'found' ? found.node.entry : undefined;
    if (found.kind === 'found' && entry?.type === 'file')
      return { kind: 'file', field, path: found.path, entry };
    if (program.includes('/')) reason = why(found);
  }
  return { kind: 'absent', field, program, reason };
}

function searchPath(env: readonly string[]): string[] {
  const value =
    env.findLast((variable) => variable.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;
  return value.split(':').filter((folder) => folder.startsWith('/'));
}

function why(found: LookUp): string {
  switch (found.kind) {
    case 'missing':
      return `${quote(found.path)} is not in the image`;
    case 'not-a-folder':
      return `${quote(found.path)} is a file, not a folder`;
    case 'too-many-links':
      return 'its symbolic links go in a circle';
    case 'found':
      return `${quote(found.path)} is ${kindOf(found.node.entry)}, not a regular file`;
  }
}

function kindOf(entry: LayerEntry | undefined): string {
  return entry === undefined || entry.type === 'directory' ? 'a folder' : `a ${entry.type.replace('-', ' ')}`;
}
