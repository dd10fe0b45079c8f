import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileInspection } from '../src/report/inspection.ts';
import { type PublishedName, publishedProgram } from '../test/support/published-programs.ts';
import { getGsa } from './gsa.ts';
import type { Machine } from './machine.ts';
import { measure, type Step } from './measure.ts';
import { inTurns } from './rounds.ts';
import { formatTable, type Row } from './table.ts';

/** The newest Go whose stripped programs go-size-analyzer reads. */
const goVersion = 'go1.24.10';
const programs: readonly PublishedName[] = ['nats', 'rclone'];

/** Attribution of stripped programs, beside the tool that lists symbols and the one that attributes bytes. */
export async function inspectTable(machine: Machine, rounds: number): Promise<string> {
  const gsa = await getGsa(machine);
  const { go, environment, work } = machine;
  const rows: Row[] = [];
  for (const program of programs) {
    console.error(`inspecting ${program}`);
    const stripped = publishedProgram({ program, go: goVersion });
    const withSymbols = publishedProgram({ program, go: goVersion, ldflags: '-w' });
    const answers = { slipway: join(work, `${program}.json`), gsa: join(work, `${program}-gsa.json`) };
    const step = (file: string, args: readonly string[]): Step[] => [
      { file, args, cwd: work, env: environment },
    ];
    const steps = {
      slipway: step(process.execPath, [machine.slipway, 'inspect', stripped, '--report', answers.slipway]),
      nm: step(go, ['tool', 'nm', '-size', '-sort', 'size', withSymbols]),
      gsa: step(gsa.path, ['-f', 'json', '-o', answers.gsa, stripped]),
    };
    const measured = await inTurns(['slipway', 'nm', 'gsa'], rounds, (side) => measure(steps[side]));
    const ours = JSON.parse(await readFile(answers.slipway, 'utf8')) as FileInspection;
    const theirs = JSON.parse(await readFile(answers.gsa, 'utf8')) as GsaAnswer;
    const { size } = await stat(stripped);
    const known = Object.values(theirs.packages).reduce((sum, each) => sum + each.size, 0);
    const cells = [
      program,
      `${(size / 1e6).toFixed(1)} MB`,
      percent(ours.attribution?.attributedBytes ?? 0, size),
      percent(known, size),
    ];
    rows.push({ cells, rounds: measured });
  }
  return formatTable({
    heads: ['program', 'length', 'attributed by slipway', 'by gsa'],
    sides: { slipway: 'slipway inspect', nm: 'go tool nm', gsa: 'gsa' },
    memoryOf: ['slipway', 'gsa'],
    rows,
    about: [
      `linux/amd64, built by ${goVersion}, the newest whose stripped programs gsa (${gsa.version}) reads; slipway and gsa read the stripped file, \`go tool nm -size\` one with symbols`,
      'attributed: bytes of the file that are given to a package or, by slipway, to a named structure of the file such as its headers',
    ],
  });
}

/** What is read of gsa's JSON. */
interface GsaAnswer {
  readonly packages: Readonly<Record<string, { readonly size: number }>>;
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(1)} %`;
}
