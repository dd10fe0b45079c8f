import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Report } from '../report/model.ts';
import { decodeSnapshot } from '../size/read-snapshot.ts';
import type { SizeSnapshot } from '../size/snapshot.ts';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { type Fields, parseFields } from '../support/fields.ts';
import { snapshotOf } from './snapshot.ts';
import type { Baseline } from './weigh.ts';

/**
 * A baseline that somebody kept: a snapshot, or a build's report.
 * @throws SlipwayError E_CONFIG when it is neither, or is not there
 */
export async function readBaselineFile(path: string): Promise<Baseline> {
  const text = await readText(path);
  const fields = parseFields(text);
  const snapshot = isReport(fields) ? ofReport(fields, path) : decodeSnapshot(text, path);
  const { commit } = snapshot;
  return { kind: 'file', name: basename(path), snapshot, ...(commit !== undefined && { commit }) };
}

/** A report has what a snapshot is made of; it is one's own file, as the configuration is. */
export function isReport(fields: Fields | undefined): fields is Fields & Report {
  return fields?.['schemaVersion'] === 1 && 'verdicts' in fields && Array.isArray(fields['targets']);
}

function ofReport(report: Report, path: string): SizeSnapshot {
  try {
    return snapshotOf(report);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SlipwayError('E_CONFIG', `--baseline file:${path}: it is no whole report of a build`, {
      cause,
    });
  }
}

/** More than the report of a build with hundreds of programs. */
const mostBytes = 256 * 1024 * 1024;

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
