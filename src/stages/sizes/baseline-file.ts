import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Report } from '../../report/model.ts';
import type { BaselineRequest } from '../../request/baseline.ts';
import { decodeSnapshot } from '../../size/read-snapshot.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { isSystemError, SlipwayError } from '../../support/errors.ts';
import { type Fields, parseFields } from '../../support/fields.ts';
import { snapshotOf } from './snapshot.ts';
import type { Baseline } from './weigh.ts';

/**
 * A baseline that somebody kept: a snapshot, or a build's report.
 * @throws SlipwayError E_CONFIG when it is neither, or is not there
 */
export async function readBaselineFile(path: string): Promise<Baseline> {
  const text = await readText(path);
  const fields = parseFields(text);
  refuseInspection(fields, path);
  const snapshot = isReport(fields) ? ofReport(fields, path) : decodeSnapshot(text, path);
  const { commit } = snapshot;
  return { kind: 'file', name: basename(path), snapshot, ...(commit !== undefined && { commit }) };
}

/**
 * Reads a baseline's file before anything is built, so that a wrong name does not cost a build.
 * @throws SlipwayError as readBaselineFile
 */
export async function checkBaselineFile(baseline: BaselineRequest): Promise<void> {
  if (baseline.kind === 'file') await readBaselineFile(baseline.path);
}

/** A report has what a snapshot is made of; it is one's own file, as the configuration is. */
export function isReport(fields: Fields | undefined): fields is Fields & Report {
  return fields?.['schemaVersion'] === 1 && 'verdicts' in fields && Array.isArray(fields['targets']);
}

/** It tells of programs as well, but not as what they were built. */
function refuseInspection(fields: Fields | undefined, path: string): void {
  const isInspection = fields !== undefined && ['file', 'image'].some((name) => name in fields);
  if (!isInspection || 'targets' in fields) return;
  throw new SlipwayError('E_CONFIG', `--baseline file:${path}: it is what slipway inspect printed`, {
    hint: 'a build is compared with a build: name what slipway build --report or --snapshot wrote; slipway compare takes anything',
  });
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
