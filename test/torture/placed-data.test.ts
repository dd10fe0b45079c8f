import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile } from '../../src/binary/program-file.ts';
import { attribute } from '../../src/size/attribute.ts';
import { totalsOf } from '../../src/size/attribution.ts';
import { keptMismatch } from '../../src/size/kept-set.ts';
import { type PlacedData, placedData } from '../../src/size/placed-data.ts';
import { checkWhole } from '../support/attributions.ts';
import { beside, compared } from '../support/placed-programs.ts';
import {
  type PublishedName,
  type PublishedRequest,
  publishedProgram,
} from '../support/published-programs.ts';
import { publishedReach } from '../support/published-reach.ts';
import { toldProgram } from '../support/telling-linker.ts';

const programs: readonly PublishedName[] = [
  'age',
  'shfmt',
  'yq',
  'crane',
  'dlv',
  'esbuild',
  'fzf',
  'nats',
  'rclone',
];
const versions = ['go1.24.10', 'go1.25.5', 'go1.27.1'];
const platforms = [
  'linux/386',
  'linux/arm',
  'linux/mips',
  'linux/riscv64',
  'linux/s390x',
  'darwin/arm64',
  'darwin/amd64',
  'windows/amd64',
];

describe('compiled objects tell of all but a thousandth of a real program', () => {
  for (const program of programs) {
    for (const platform of ['linux/amd64', 'linux/arm64']) {
      it(`${program}, ${platform}`, (t) => check(t, { program, platform }));
    }
  }
  for (const go of versions) {
    for (const program of ['age', 'yq', 'fzf', 'nats'] as const) {
      it(`${program}, ${go}`, (t) => check(t, { program, go }));
    }
    it(`age, ${go}, linux/arm64`, (t) => check(t, { program: 'age', go, platform: 'linux/arm64' }));
  }
  for (const platform of platforms) it(`age, ${platform}`, (t) => check(t, { program: 'age', platform }));
  for (const go of [undefined, ...versions]) {
    const request = { program: 'age', args: ['-buildmode=pie'], ...(go !== undefined && { go }) } as const;
    it(`age, position-independent, ${go ?? 'this Go'}`, (t) => check(t, request));
  }
});

/** Mach-O and PE have no lengths of symbols, so there is nothing to sum. */
const hasLengths = ({ format }: ProgramFile): boolean => format === 'elf';

async function check(t: { diagnostic: (message: string) => void }, request: PublishedRequest): Promise<void> {
  const reach = await publishedReach(request);
  withFileSource(publishedProgram(request), (source) =>
    withFileSource(toldProgram(request), (toldSource) => {
      const [program, told] = [openProgram(source), openProgram(toldSource)];
      const both = beside(program, reach);
      assert.equal(keptMismatch(both), undefined);
      const placed = placedData(both);
      assert.deepEqual(compared(placed, told).wrong, []);
      const texts = placed.symbols.filter(({ name }) => /^runtime\.(modinfo|buildVersion)\.str$/.test(name));
      assert.equal(texts.length, 2);
      const attribution = attribute(program, placed);
      assert.ok(attribution !== undefined);
      checkWhole(attribution, source.length);
      const totals = totalsOf(attribution);
      const share = totals.attributedBytes / source.length;
      t.diagnostic(`${(share * 100).toFixed(3)} %`);
      assert.equal(totals.method, 'objects');
      assert.ok(share >= 0.999, `${share}`);
      if (hasLengths(program)) sameData(program, told, placed);
    }),
  );
}

/** What cannot be told from its neighbours is some words of the program. */
function sameData(program: ProgramFile, told: ProgramFile, placed: PlacedData): void {
  const dataOf = (data: PlacedData): Map<string, number> => {
    const { packages = [] } = totalsOf(attribute(program, data) ?? assert.fail());
    return new Map(packages.map(({ path, parts }) => [path, (parts.data ?? 0) + (parts.embedded ?? 0)]));
  };
  const [objects, symbols] = [dataOf(placed), dataOf({ ...placed, symbols: compared(placed, told).data })];
  const differing = [...symbols].filter(([path, bytes]) => bytes !== (objects.get(path) ?? 0));
  const bytes = differing.reduce((sum, [path, all]) => sum + Math.abs(all - (objects.get(path) ?? 0)), 0);
  assert.ok(
    bytes <= 512,
    differing.map(([path, all]) => `${path}: ${objects.get(path)} of ${all}`).join(', '),
  );
}
