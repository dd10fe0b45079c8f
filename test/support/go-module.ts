import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files of a small Go module; go.mod is added when it is not among them. */
export type ModuleFiles = Readonly<Record<string, string>>;

export const emptyMain = 'package main\n\nfunc main() {}\n';

/** Writes a module into a folder, which is made when it is missing, and gives the folder. */
export async function writeModule(folder: string, files: ModuleFiles): Promise<string> {
  const all = { 'go.mod': 'module example.com/small\n\ngo 1.25\n', ...files };
  for (const [name, content] of Object.entries(all)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}
