import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttributionReport } from '../../src/report/inspection.ts';
import { attributing } from '../../src/stages/attribution/attributing.ts';
import { attributePrograms } from '../../src/stages/attribution/attribution.ts';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms } from '../../src/stages/programs.ts';
import { type Machine, originOf, portsOf, requestOf } from './build-run.ts';
import { repository } from './slipway.ts';

const objectWorker = join(repository, 'src', 'object-worker.ts');

export interface AttributedBuild {
  readonly path: string;
  readonly report: AttributionReport;
}

/** Builds a program and attributes it by its compiled packages, which are read while it is linked; it was not known before. */
export async function attributedBuild(
  root: string,
  machine: Machine,
  flags: readonly string[] = [],
): Promise<AttributedBuild> {
  const request = await requestOf(machine, root, '--output=bin:out', ...flags);
  const ports = { ...portsOf(machine), objectWorker };
  const origin = await originOf(request, ports);
  const objects = attributing(origin, request, ports, () => true);
  const programs = await makePrograms(request, origin, embedded, ports, false, { linking: objects.linking });
  const found = await attributePrograms(programs, [], objects, { origin, request, ports });
  assert.deepEqual([found.notices, found.cache], [[], 'miss']);
  const [[path, report] = ['', undefined]] = [...found.byPath];
  assert.ok(report !== undefined);
  assert.equal(report.method, 'objects');
  return { path, report };
}

/** Where is kept what was found of a program. */
export function foundAt(program: string): string {
  return join(`${program}.attributed`, 'found');
}

/** It changes when a program is read anew. */
export async function foundInode(program: string): Promise<number> {
  return (await stat(foundAt(program))).ino;
}
