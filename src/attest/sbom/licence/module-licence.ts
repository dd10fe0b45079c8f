import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundLicence, LicenceFile } from './found-licence.ts';
import { recogniseLicence } from './recognise.ts';

/** Names that licence files have at the root of a module; source files about licences are none. */
const licenceName =
  /^(?:un)?licen[sc]es?(?:[-._].*)?$|^(?:mit|apache|bsd)[-._]licen[sc]e.*$|^copying(?:[-._].*)?$/i;
const sourceName = /\.(?:go|s|c|h|py|sh|js|ts|json|ya?ml|toml|tmpl|html|svg|png)$/i;
/** Longer ones are not read: the longest licence of SPDX's list has a quarter of it. */
const mostBytes = 1 << 20;

/** Whether a file at the root of a module is a licence, by its name. */
export function isLicenceName(name: string): boolean {
  return licenceName.test(name) && !sourceName.test(name);
}

/**
 * What the licence files at the root of a module's folder say.
 * @returns undefined where there is no such folder
 */
export async function moduleLicence(folder: string): Promise<FoundLicence | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (entries === undefined) return undefined;
  const named = entries.filter(({ name }) => isLicenceName(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: LicenceFile[] = [];
  for (const entry of named) {
    // A folder of licences says which there are, and not where each of them counts.
    if (!entry.isFile()) files.push({ name: `${entry.name}/` });
    else files.push(await licenceFile(folder, entry.name));
  }
  return { files };
}

async function licenceFile(folder: string, name: string): Promise<LicenceFile> {
  const content = await readFile(join(folder, name));
  const id = content.length > mostBytes ? undefined : recogniseLicence(content.toString('utf8'));
  return { name, ...(id !== undefined && { id }) };
}
