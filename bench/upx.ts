import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatBytes } from '../src/report/format-bytes.ts';
import type { PackReport, Report } from '../src/report/model.ts';
import { exec, failure } from '../src/support/exec.ts';
import { upxOnPath } from '../test/support/packing.ts';
import { tool } from '../test/support/tools.ts';
import type { Only } from './contest.ts';
import type { Machine } from './machine.ts';
import { markdownTable } from './table.ts';

/** Programs people run, from the module proxy: tools and servers. */
const programs = [
  { name: 'age', module: 'filippo.io/age@v1.2.1', main: './cmd/age' },
  { name: 'hey', module: 'github.com/rakyll/hey@v0.1.4', main: '.' },
  { name: 'shfmt', module: 'mvdan.cc/sh/v3@v3.10.0', main: './cmd/shfmt' },
  { name: 'actionlint', module: 'github.com/rhysd/actionlint@v1.7.7', main: './cmd/actionlint' },
  { name: 'dive', module: 'github.com/wagoodman/dive@v0.12.0', main: '.' },
  { name: 'nats-server', module: 'github.com/nats-io/nats-server/v2@v2.10.22', main: '.' },
] as const;

const goVersions = ['1.24.10', '1.26.8', '1.27.1'] as const;

interface Packed {
  readonly name: string;
  readonly go: string;
  readonly pack: PackReport;
}

/** What packing brings and costs: six programs by three versions of Go, each decided by the usual rule. */
export async function upxTable(machine: Machine, only: Only): Promise<string> {
  const all: Packed[] = [];
  for (const program of programs.filter(({ name }) => (only.program ?? name) === name)) {
    for (const go of goVersions) {
      console.error(`packing ${program.name} of Go ${go}`);
      const packed = { name: program.name, go, pack: await packOf(program, go, machine) };
      all.push(packed);
      console.error(lineOf(packed).join(' | '));
    }
  }
  const { upx = '' } = all[0]?.pack ?? {};
  const isolation =
    all.find(({ pack }) => pack.measured.run !== undefined)?.pack.measured.run?.isolation ?? 'nothing';
  const decided = markdownTable(
    [
      'program',
      'Go',
      'file',
      'by nrv',
      'by lzma',
      'layer',
      'by nrv',
      'by lzma',
      'start',
      'packed',
      'memory',
      'packed',
      'decision',
    ],
    all.map(lineOf),
    [
      `linux/amd64, UPX ${upx}, by \`slipway build --pack auto\` with its usual rule; layer: the program alone, gzip:6`,
      `nrv: the smaller of nrv-7, nrv-9 and nrv-best, as far as they were tried; lzma: lzma-7`,
      `start and memory: medians of five runs until Go's runtime begins, in ${isolation}; packed by the setting that was decided on or came nearest, which the decision names`,
    ],
  );
  return `${decided}\n\n${packingTable(all)}`;
}

function lineOf({ name, go, pack }: Packed): string[] {
  const { disk, wire, run, trials } = pack.measured;
  const made = trials.filter((trial) => 'bytes' in trial);
  const best = (kind: 'nrv' | 'lzma', of: 'bytes' | 'wireBytes'): string => {
    const found = made.flatMap((trial) => (trial.setting.startsWith(kind) ? (trial[of] ?? []) : []));
    return found.length === 0 ? '–' : formatBytes(Math.min(...found));
  };
  const start = run?.startSeconds;
  const milliseconds = (seconds: number | undefined): string =>
    seconds === undefined ? '–' : `${(seconds * 1000).toFixed(1)} ms`;
  const memory = (bytes: number | undefined): string => (bytes === undefined ? '–' : formatBytes(bytes));
  return [
    ...[name, go, formatBytes(disk.unpacked), best('nrv', 'bytes'), best('lzma', 'bytes')],
    ...[
      wire === undefined ? '–' : formatBytes(wire.unpacked),
      best('nrv', 'wireBytes'),
      best('lzma', 'wireBytes'),
    ],
    ...[milliseconds(start?.unpacked.median), milliseconds(start?.packed.median)],
    ...[memory(run?.memoryBytes?.unpacked), memory(run?.memoryBytes?.packed)],
    `${pack.decision} (${pack.setting ?? 'nothing'})`,
  ];
}

/** How long each way of packing takes. */
function packingTable(all: readonly Packed[]): string {
  const rows = all
    .filter(({ go }) => go === goVersions[1])
    .flatMap(({ name, pack: { measured } }) =>
      measured.trials.flatMap((trial) =>
        'bytes' in trial
          ? [
              [
                name,
                formatBytes(measured.disk.unpacked),
                trial.setting,
                formatBytes(trial.bytes),
                `${trial.seconds.toFixed(1)} s`,
              ],
            ]
          : [],
      ),
    );
  return markdownTable(['program', 'file', 'setting', 'packed', 'packing took'], rows, [
    `Go ${goVersions[1]}; once each, as many at a time as there are cores; what would take more than 15 s of one core is not tried`,
  ]);
}

async function packOf(
  { name, module, main }: (typeof programs)[number],
  go: string,
  { environment, slipway, work }: Machine,
): Promise<PackReport> {
  const own = join(work, `${name}-${go}`);
  const tools = await upxOnPath(own);
  const path = [tools['PATH'], dirname(tool('runc')), environment['PATH']].join(':');
  const report = join(own, 'report.json');
  const args = [
    ...[slipway, 'build', module, '--target', `${name}=${main}`, '--go', go, '--platform', 'linux/amd64'],
    ...['--base', 'scratch', '--pack', 'auto', '--output', `oci:${join(own, 'out')}`],
    ...['--cache-dir', join(own, 'cache'), '--report', report, '--no-attribution'],
  ];
  // Of a module fetched anew no sum is known; the machine's own settings of Go count.
  const { GOTOOLCHAIN: _, ...env } = environment;
  const result = await exec({
    file: process.execPath,
    args,
    cwd: work,
    env: { ...env, ...tools, PATH: path },
  });
  if (result.status !== 0) throw new Error(`${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
  const { targets } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const pack = targets[0]?.images[0]?.pack;
  if (pack === undefined) throw new Error(`nothing is said of packing ${name}`);
  return pack;
}
