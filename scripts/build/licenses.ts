import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

/**
 * The licences of every package that the program is made of, as their authors ask: all that the lock file has outside
 * of development. (ncc's own list leaves out packages that webpack merges into one scope.)
 */
export async function licenseNotice(root: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const parts: string[] = [];
  for (const [path, { version, license }] of shipped.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    parts.push(`${name} ${version} (${license})\n\n${await licenseText(join(root, path))}`);
  }
  return `${parts.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}

async function licenseText(folder: string): Promise<string> {
  const name = (await readdir(folder)).sort().find((each) => /^licen[cs]e(\.|$)/i.test(each));
  if (name === undefined) return declared(folder);
  return (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n').trim();
}

/** What a package without a licence file says of its licence and author. */
async function declared(folder: string): Promise<string> {
  const said = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly license?: string;
    readonly author?: string | { readonly name?: string };
  };
  const author = typeof said.author === 'string' ? said.author : said.author?.name;
  if (said.license === undefined || author === undefined) throw new Error(`${folder} says no licence`);
  return `It has no licence file; its description says: ${said.license}, by ${author}.`;
}
