import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyResult } from '../../src/commands/verify.ts';
import type { Report } from '../../src/report/model.ts';
import { type SlipwayOptions, slipway } from './slipway.ts';

/**
 * What `slipway verify --chain` says of a report, whether that is true or not.
 * @param folder for the report
 * @param args further ones: a subject, the cache
 */
export async function verifyChain(
  report: Report,
  folder: string,
  args: readonly string[],
  options?: SlipwayOptions,
): Promise<VerifyResult> {
  const file = join(folder, 'report.json');
  await writeFile(file, JSON.stringify(report));
  const { stdout, stderr } = await slipway(['verify', ...args, '--chain', file, '--json'], options);
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout);
}

/** Checks that failed, each with its subject. */
export function brokenSteps({ verdicts }: VerifyResult): string[] {
  return verdicts.flatMap(({ check, status, subject }) => (status === 'fail' ? [`${check} ${subject}`] : []));
}
