import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { readTar } from '../support/tar/read-tar.ts';
import { badArchive, startUnpacking, type UnpackOptions } from './unpack.ts';

/**
 * Unpacks a Go distribution's .tar.gz. Read here and not by the machine's tar: that is three different programs, each with
 * its own idea of what may leave the folder, and a slim image has none. Links and devices are refused: Go distributions are
 * made without them, and without them nothing can be written elsewhere.
 * @throws SlipwayError E_TOOLCHAIN for a damaged or hostile archive
 */
export async function unpackTarGz(path: string, options: UnpackOptions): Promise<void> {
  const unpacker = startUnpacking(options);
  const bytes = pipeline(createReadStream(path), createGunzip(), () => undefined);
  try {
    for await (const item of readTar(bytes)) {
      if (item.kind === 'fault') throw badArchive(`at byte ${item.fault.offset} ${item.fault.message}`);
      const { path: name, type, mode, size } = item.entry;
      if (type === 'directory') continue;
      if (type !== 'file') throw badArchive(`${JSON.stringify(name)} is a ${type}, not a file or a folder`);
      await unpacker.write({ name, bytes: size, executable: (mode & 0o111) !== 0, content: item.content });
    }
  } catch (error) {
    if (error instanceof SlipwayError || options.signal?.aborted || isSystemError(error)) throw error;
    throw badArchive(error instanceof Error ? error.message : String(error), error);
  }
}
