import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundLicence, LicenceFile } from './found-licence.ts';
import { isLicenceName } from './licence-name.ts';
import { recogniseLicence } from './recognise.ts';

/** Longer ones are not read: the longest licence of SPDX's list has a quarter of it. */
const mostBytes = 1 << 20;

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
