import { SlipwayError } from '../support/errors.ts';
import type { Compression } from './request.ts';

/**
 * Algorithms with their levels. The default levels are where time and size part: gzip 6 is everyone's, and zstd 9 costs
 * no more time than it and makes layers a tenth smaller (zstd 3 saves nothing over gzip).
 */
export const compressionLevels = {
  gzip: { least: 1, most: 9, usual: 6 },
  zstd: { least: 1, most: 19, usual: 9 },
} as const;

/** What {@link parseCompression} takes, for people. */
export const compressionForms = 'gzip[:1-9] or zstd[:1-19]';

/**
 * Reads `ALGORITHM[:LEVEL]`.
 * @throws SlipwayError E_CONFIG for another algorithm or a level it does not have
 */
export function parseCompression(text: string): Compression {
  const [, algorithm, level] = /^(gzip|zstd)(?::([1-9]|1\d))?$/.exec(text) ?? [];
  if (algorithm !== 'gzip' && algorithm !== 'zstd') throw unknownCompression(text);
  const { most, usual } = compressionLevels[algorithm];
  const chosen = level === undefined ? usual : Number(level);
  if (chosen > most) throw unknownCompression(text);
  return { algorithm, level: chosen };
}

/** The one spelling of a compression, level included: `gzip:6`. */
export function formatCompression(compression: Compression): string {
  return `${compression.algorithm}:${compression.level}`;
}

function unknownCompression(text: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `there is no compression ${JSON.stringify(text)}`, {
    hint: `write ${compressionForms}`,
  });
}
