import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Report } from '../report/model.ts';
import type { BuildRequest } from '../request/request.ts';
import { decodeSnapshot } from '../size/read-snapshot.ts';
import type { SizeSnapshot } from '../size/snapshot.ts';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import { snapshotOf } from './snapshot.ts';
import type { Baseline } from './weigh.ts';

/**
 * What a build is to be compared with; undefined where nothing was asked for.
 * @throws SlipwayError E_CONFIG when a file is neither a snapshot nor a build's report, E_IO when it cannot be read
 */
export async function findBaseline({
  baseline,
}: Pick<BuildRequest, 'baseline'>): Promise<Baseline | undefined> {
  if (baseline.kind === 'none') return undefined;
  const snapshot = await readBaseline(baseline.path);
  const { commit } = snapshot;
  return { kind: 'file', name: basename(baseline.path), snapshot, ...(commit !== undefined && { commit }) };
}

/** More than the report of a build with hundreds of programs. */
const mostBytes = 256 * 1024 * 1024;

async function readBaseline(path: string): Promise<SizeSnapshot> {
  const text = await readText(path);
  const fields = parseFields(text);
  // A report has what a snapshot is made of; it is one's own file, as the configuration is.
  const isReport =
    fields?.['schemaVersion'] === 1 && 'verdicts' in fields && Array.isArray(fields['targets']);
  return isReport ? ofReport(fields as unknown as Report, path) : decodeSnapshot(text, path);
}

function ofReport(report: Report, path: string): SizeSnapshot {
  try {
    return snapshotOf(report);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SlipwayError('E_CONFIG', `--baseline ${path}: it is no whole report of a build`, { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= mostBytes) return bytes.toString('utf8');
  } catch (cause) {
    if (!isSystemError(cause) || (cause.code !== 'ENOENT' && cause.code !== 'EISDIR')) throw cause;
    const what = cause.code === 'ENOENT' ? 'there is no such file' : 'it is a folder';
    throw new SlipwayError('E_CONFIG', `--baseline file:${path}: ${what}`, {
      hint: 'name a file that slipway build --snapshot or --report wrote',
      cause,
    });
  }
  throw new SlipwayError('E_CONFIG', `--baseline file:${path}: it is longer than any snapshot`);
}
