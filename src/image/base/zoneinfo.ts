import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';
import { SlipwayError } from '../../support/errors.ts';
import type { TarEntry } from '../tar.ts';

/** Where programs look for time zones (time/zoneinfo_unix.go, platformZoneSources). */
const zoneFolder = 'usr/share/zoneinfo';

/**
 * The time zones of a Go distribution's lib/time/zoneinfo.zip, one file each. They are unpacked because the zip itself is
 * read only through ZONEINFO, which time.LoadLocation honours and the TZ variable does not (initLocal in
 * time/zoneinfo_unix.go asks platformZoneSources alone); and programs that are not Go know no zip at all.
 * @throws SlipwayError E_BASE when the file is not such a zip
 */
export async function zoneinfoEntries(zipPath: string): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  try {
    // yauzl refuses absolute names and `..` itself, and checks each content's length.
    const zip = await openPromise(zipPath, { strictFileNames: true });
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/')) continue;
        const content = await buffer(await zip.openReadStreamPromise(entry));
        entries.push({ type: 'file', path: `${zoneFolder}/${entry.fileName}`, mode: 0o644, content });
      }
    } finally {
      zip.close();
    }
  } catch (cause) {
    throw new SlipwayError(
      'E_BASE',
      `cannot read the time zones in ${zipPath}: ${(cause as Error).message}`,
      {
        hint: 'it should be lib/time/zoneinfo.zip of a Go distribution; is that one complete?',
        cause,
      },
    );
  }
  if (!entries.some((entry) => entry.path === `${zoneFolder}/Etc/UTC`)) {
    throw new SlipwayError('E_BASE', `${zipPath} holds no time zones`);
  }
  return entries;
}
