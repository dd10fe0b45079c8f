import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Edits, edit } from './edits.ts';
import { makeZip } from './zip.ts';

export interface PublishedModule {
  readonly path: string;
  readonly version: string;
  /** Must hold go.mod. */
  readonly files: Readonly<Record<string, string>>;
  readonly time?: string;
}

/** Writes modules into a folder as a module proxy would serve them (golang.org/ref/mod#goproxy-protocol); gives its GOPROXY. */
export async function publish(folder: string, modules: readonly PublishedModule[]): Promise<string> {
  for (const { path, version, files, time = '2026-01-02T03:04:05Z' } of modules) {
    // Capitals as the protocol spells them.
    const at = join(
      path.replaceAll(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`),
      '@v',
    );
    const others = modules.filter((other) => other.path === path);
    const text: Edits = {
      [join(at, 'list')]: others.map((other) => `${other.version}\n`).join(''),
      [join(at, `${version}.info`)]: JSON.stringify({ Version: version, Time: time }),
      [join(at, `${version}.mod`)]: files['go.mod'] ?? '',
    };
    await edit(folder, text);
    const entries = Object.entries(files).map(([name, content]) => ({
      name: `${path}@${version}/${name}`,
      content,
    }));
    await writeFile(join(folder, at, `${version}.zip`), makeZip(entries));
  }
  return pathToFileURL(folder).href;
}
