import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../support/errors.ts';
import { goHeader } from './go-header.ts';

/** A place in a file; lines count from 1. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/**
 * Where a package imports another: in the first of its files by name, tests left out.
 * @param folder of the package
 * @returns undefined where no file there does, or none can be read
 */
export async function importLine(folder: string, importPath: string): Promise<SourceLine | undefined> {
  const names = (await orNothing(readdir(folder))) ?? [];
  for (const name of names.filter((each) => /\.go$/.test(each) && !/_test\.go$/.test(each)).sort()) {
    const text = await orNothing(readFile(join(folder, name), 'utf8'));
    const line =
      text === undefined ? undefined : lineWith(goHeader(text), [`"${importPath}"`, `\`${importPath}\``]);
    if (line !== undefined) return { file: join(folder, name), line };
  }
  return undefined;
}

/**
 * Where go.mod requires a module; undefined where it does not, or there is none. Other directives have the same lines in their
 * blocks (The Go Modules Reference, "go.mod files").
 */
export async function requireLine(goMod: string, module: string): Promise<SourceLine | undefined> {
  const lines = (await orNothing(readFile(goMod, 'utf8')))?.split('\n') ?? [];
  let block = '';
  for (const [at, line] of lines.entries()) {
    const words = line.replace(/\/\/.*/, '').match(/\S+/g) ?? [];
    const [first = ''] = words;
    const directive = block === '' ? words.shift() : block;
    if (words[0] === '(') block = directive ?? '';
    else if (first === ')') block = '';
    else if (directive === 'require' && words[0]?.replaceAll(/["`]/g, '') === module) {
      return { file: goMod, line: at + 1 };
    }
  }
  return undefined;
}

function lineWith(text: string, wanted: readonly string[]): number | undefined {
  const at = text
    .split('\n')
    .findIndex((line) => !line.trimStart().startsWith('//') && wanted.some((each) => line.includes(each)));
  return at < 0 ? undefined : at + 1;
}

/** What cannot be read is passed over: it is only for show. */
async function orNothing<T>(read: Promise<T>): Promise<T | undefined> {
  return read.catch((error: unknown) => {
    if (isSystemError(error)) return undefined;
    throw error;
  });
}
