import assert from 'node:assert/strict';
import type { StartingBase } from '../../../src/binary/checks/answer.ts';
import { checkExecutable } from '../../../src/binary/checks/check.ts';
import { inspectExecutable } from '../../../src/binary/executable.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import { goProgram, type Program, shipped } from '../../support/go-programs.ts';

/** The architecture that programs are run on. */
export const host = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** One of the programs in test/support/lookup-sources.ts. */
export function lookupsProgram(main: string, args: readonly string[] = shipped, env = {}): Program {
  return goProgram({ source: 'lookups', main: `./${main}`, args, env: { GOARCH: host, ...env } });
}

export function embeddingRoots(): Program {
  return goProgram({ source: 'fallback', args: shipped, env: { GOARCH: host, GOFLAGS: '-mod=mod' } });
}

export function embeddingZones(main: string): Program {
  return lookupsProgram(main, [...shipped, '-tags=timetzdata']);
}

export function baseOf(...files: string[]): StartingBase {
  return { reference: 'acme', contents: { files: new Set(files) } };
}

/** The verdict binary/lookups on a file that is to run on a base. */
export function verdictOf({ path }: { path: string }, base: StartingBase | undefined): Verdict {
  const verdicts = checkExecutable(inspectExecutable(path, []), {
    subject: 'api',
    platform: parsePlatform(`linux/${host}`),
    base,
    goVersion: '',
    importPath: '',
    modulePath: undefined,
    cgo: false,
  });
  const verdict = verdicts.find(({ check }) => check === 'binary/lookups');
  assert.ok(verdict);
  return verdict;
}
