import { readFile } from 'node:fs/promises';
import type { Comparison } from '../report/comparison.ts';
import type { FileInspection } from '../report/inspection.ts';
import type { Report } from '../report/model.ts';
import type { CompareRequest } from '../request/compare-request.ts';
import type { SubjectRequest } from '../request/subject-request.ts';
import { compareSides, type Side, sideOfImage, sideOfInspection, sideOfReport } from '../stages/compare.ts';
import type { Ports } from '../stages/ports.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { startOfFile } from '../support/files.ts';
import { inspectCommand } from './inspect.ts';

/**
 * `slipway compare A B`: two programs, two images, or what was reported of them.
 * @param ports asked for only for an image
 * @throws SlipwayError E_CONFIG when a side is nothing of that; as `inspectCommand`
 */
export async function compareCommand(
  { before, after, symbols }: CompareRequest,
  ports: () => Ports,
): Promise<Comparison> {
  return compareSides(await sideOf(before, symbols, ports), await sideOf(after, symbols, ports));
}

async function sideOf(request: SubjectRequest, symbols: boolean, ports: () => Ports): Promise<Side> {
  const { name, subject } = request;
  if (subject.kind === 'file' && (await startOfFile(subject.path))[0] === '{'.charCodeAt(0)) {
    const found = await readReport(name, subject.path);
    return 'targets' in found ? sideOfReport(name, found) : sideOfInspection(name, found);
  }
  const asked = { ...request, symbols, twin: undefined, platform: undefined };
  const found = await inspectCommand(asked, ports);
  return 'images' in found ? sideOfImage(name, found) : sideOfInspection(name, found);
}

async function readReport(name: string, path: string): Promise<Report | FileInspection> {
  const refuse = (why: string): never => {
    throw new SlipwayError('E_CONFIG', `${name} is no report: ${why}`, {
      hint: 'name a program, an image, or a file that slipway build --report or slipway inspect --report wrote',
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
