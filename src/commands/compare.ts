import { readFile } from 'node:fs/promises';
import { isProgram } from '../binary/open-program.ts';
import type { Comparison } from '../report/comparison.ts';
import type { FileInspection, ImageInspection } from '../report/inspection.ts';
import type { Report } from '../report/model.ts';
import type { CompareRequest } from '../request/compare-request.ts';
import type { SubjectRequest } from '../request/subject-request.ts';
import { decodeSnapshot } from '../size/read-snapshot.ts';
import type { SizeSnapshot } from '../size/snapshot.ts';
import { inspectFile } from '../stages/inspect/inspect-file.ts';
import type { ProgramReader } from '../stages/inspect/inspect-image.ts';
import { compareSides, programsToRead } from '../stages/sizes/compare.ts';
import { type Side, sideOfImage, sideOfInspection, sideOfReport } from '../stages/sizes/compared-sides.ts';
import { sideOfSnapshot } from '../stages/sizes/snapshot.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { parseForeignJson } from '../support/fields.ts';
import { startOfFile, writeFileAtomic } from '../support/files.ts';
import { type InspectOutside, withoutSymbols } from './inspect.ts';

/**
 * `slipway compare A B`: two programs, two images, or what was reported of them.
 * @throws SlipwayError E_CONFIG when a side is nothing of that; as `inspectFile` and `withInspectedImage`
 */
export async function compareCommand(
  { before, after, symbols, page }: CompareRequest,
  outside: InspectOutside,
): Promise<Comparison> {
  const asked = { symbols: symbols || page !== undefined, outside };
  return withFound(before, asked, (one) =>
    withFound(after, asked, async (other) => {
      if (page !== undefined) await writePage(page, one.found, other.found);
      const wanted = programsToRead(sideOf(before, one, symbols), sideOf(after, other, symbols));
      const sides = [
        sideOf(before, one, symbols, await one.read(wanted)),
        sideOf(after, other, symbols, await other.read(wanted)),
      ] as const;
      return compareSides(...sides);
    }),
  );
}

/** What a side is, and how to look into its programs where that was not done. */
interface Opened {
  readonly found: Found;
  readonly read: ProgramReader;
}

function sideOf(
  { name }: SubjectRequest,
  { found }: Opened,
  symbols: boolean,
  read?: Awaited<ReturnType<ProgramReader>>,
): Side {
  if ('targets' in found) {
    return 'verdicts' in found ? sideOfReport(name, found) : sideOfSnapshot(name, found);
  }
  if ('images' in found) return sideOfImage(name, found, read);
  return sideOfInspection(name, symbols ? found : withoutSymbols(found));
}

type Found = Report | SizeSnapshot | FileInspection | ImageInspection;

async function writePage(path: string, before: Found, after: Found): Promise<void> {
  if (!('file' in before && 'file' in after)) {
    throw new SlipwayError('E_CONFIG', '--html shows two programs, or two reports of slipway inspect', {
      hint: 'for images and reports of a build --markdown prints tables',
    });
  }
  const { comparisonPage } = await import('../report/page/page.ts');
  await writeFileAtomic(path, comparisonPage(before, after));
}

const nothingToRead: ProgramReader = async () => new Map();

async function withFound<T>(
  request: SubjectRequest,
  { symbols, outside }: { readonly symbols: boolean; readonly outside: InspectOutside },
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { name, subject } = request;
  const start = subject.kind === 'file' ? await startOfFile(subject.path) : Buffer.alloc(0);
  const asked = {
    ...request,
    symbols,
    programs: false,
    twin: undefined,
    builtFrom: undefined,
    layer: undefined,
    bases: [],
    platform: undefined,
    page: undefined,
  };
  if (subject.kind === 'file' && start[0] === '{'.charCodeAt(0)) {
    return use({ found: await readReport(name, subject.path), read: nothingToRead });
  }
  if (subject.kind === 'file' && isProgram(start)) {
    await outside.beforeProgram();
    const found = await inspectFile({ name, path: subject.path, symbols });
    return use({ found, read: nothingToRead });
  }
  const { withInspectedImage } = await import('../stages/inspect/inspect-image.ts');
  return withInspectedImage(asked, await outside.ports(), (found, read) => use({ found, read }));
}

async function readReport(name: string, path: string): Promise<Found> {
  const refuse = (why: string): never => {
    throw new SlipwayError('E_CONFIG', `${name} is no report: ${why}`, {
      hint: 'name a program, an image, or a file that slipway build --report or --snapshot, or slipway inspect --report wrote',
    });
  };
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw asSlipwayError(error);
  });
  const value = parseForeignJson(text);
  if (value === undefined) return refuse('it is no JSON');
  const report = value as Partial<Report & FileInspection & ImageInspection>;
  const { schemaVersion, targets, file, sections, image, images } = report;
  if (schemaVersion === 1 && Array.isArray(targets)) {
    return 'verdicts' in report ? (value as Report) : decodeSnapshot(text, name);
  }
  if (typeof file?.bytes === 'number' && Array.isArray(sections)) return value as FileInspection;
  if (typeof image === 'string' && Array.isArray(images)) return value as ImageInspection;
  return refuse('it has neither targets nor a file nor images');
}
