import { readFile } from 'node:fs/promises';
import type { Comparison } from '../report/comparison.ts';
import type { FileInspection, ImageInspection } from '../report/inspection.ts';
import type { Report } from '../report/model.ts';
import type { CompareRequest } from '../request/compare-request.ts';
import type { SubjectRequest } from '../request/subject-request.ts';
import { compareSides, type Side, sideOfImage, sideOfInspection, sideOfReport } from '../stages/compare.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { startOfFile, writeFileAtomic } from '../support/files.ts';
import { type InspectOutside, inspectSubject, withoutSymbols } from './inspect.ts';

/**
 * `slipway compare A B`: two programs, two images, or what was reported of them.
 * @throws SlipwayError E_CONFIG when a side is nothing of that; as `inspectSubject`
 */
export async function compareCommand(
  { before, after, symbols, page }: CompareRequest,
  outside: InspectOutside,
): Promise<Comparison> {
  const withSymbols = symbols || page !== undefined;
  const one = await found(before, withSymbols, outside);
  const other = await found(after, withSymbols, outside);
  if (page !== undefined) await writePage(page, one, other);
  const side = ({ name }: SubjectRequest, what: Found): Side => {
    if ('targets' in what) return sideOfReport(name, what);
    if ('images' in what) return sideOfImage(name, what);
    return sideOfInspection(name, symbols ? what : withoutSymbols(what));
  };
  return compareSides(side(before, one), side(after, other));
}

type Found = Report | FileInspection | ImageInspection;

async function writePage(path: string, before: Found, after: Found): Promise<void> {
  if (!('file' in before && 'file' in after)) {
    throw new SlipwayError('E_CONFIG', '--html shows two programs, or two reports of slipway inspect', {
      hint: 'for images and reports of a build --markdown prints tables',
    });
  }
  const { comparisonPage } = await import('../report/page/page.ts');
  await writeFileAtomic(path, comparisonPage(before, after));
}

async function found(request: SubjectRequest, symbols: boolean, outside: InspectOutside): Promise<Found> {
  const { name, subject } = request;
  if (subject.kind === 'file' && (await startOfFile(subject.path))[0] === '{'.charCodeAt(0)) {
    return readReport(name, subject.path);
  }
  const asked = {
    ...request,
    symbols,
    twin: undefined,
    layer: undefined,
    bases: [],
    platform: undefined,
    page: undefined,
  };
  return inspectSubject(asked, outside);
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
