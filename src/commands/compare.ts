import { open, readFile } from 'node:fs/promises';
import type { Comparison } from '../report/comparison.ts';
import type { FileInspection } from '../report/inspection.ts';
import type { Report } from '../report/model.ts';
import type { ComparedFile, CompareRequest } from '../request/compare-request.ts';
import { compareSides, type Side, sideOfInspection, sideOfReport } from '../stages/compare.ts';
import { inspectFile } from '../stages/inspect-file.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';

/**
 * `slipway compare A B`: two programs, or what was reported of them.
 * @throws SlipwayError E_CONFIG when there is no such file or it is neither, E_BINARY when a program is damaged
 */
export async function compareCommand({ before, after, symbols }: CompareRequest): Promise<Comparison> {
  return compareSides(await sideOf(before, symbols), await sideOf(after, symbols));
}

async function sideOf({ name, path }: ComparedFile, symbols: boolean): Promise<Side> {
  const found = (await isJson(path)) ? await readReport(name, path) : undefined;
  if (found === undefined) return sideOfInspection(name, await inspectFile({ name, path, symbols }));
  return 'targets' in found ? sideOfReport(name, found) : sideOfInspection(name, found);
}

async function isJson(path: string): Promise<boolean> {
  try {
    await using handle = await open(path);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, 0);
    return bytesRead === 1 && buffer.toString() === '{';
  } catch (error) {
    throw asSlipwayError(error);
  }
}

async function readReport(name: string, path: string): Promise<Report | FileInspection> {
  const refuse = (why: string): never => {
    throw new SlipwayError('E_CONFIG', `${name} is no report: ${why}`, {
      hint: 'name a program, or a file that slipway build --report or slipway inspect --report wrote',
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(`it is no JSON: ${error.message}`);
    throw asSlipwayError(error);
  }
  const { schemaVersion, targets, file, sections } = value as Partial<Report & FileInspection>;
  if (schemaVersion === 1 && Array.isArray(targets)) return value as Report;
  if (typeof file?.bytes === 'number' && Array.isArray(sections)) return value as FileInspection;
  return refuse('it has neither targets nor a file');
}
