import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../src/report/format-bytes.ts';
import type { AttributionReport } from '../src/report/inspection.ts';
import type { Report } from '../src/report/model.ts';
import type { Blocker, DeadCode } from '../src/size/reach/findings.ts';
import { exec, failure } from '../src/support/exec.ts';
import type { Only } from './contest.ts';
import type { Machine } from './machine.ts';
import { markdownTable } from './table.ts';

/** Programs people run, from the module proxy, of versions that the same Go compiles. */
const programs = [
  { name: 'caddy', module: 'github.com/caddyserver/caddy/v2@v2.11.7', main: './cmd/caddy' },
  { name: 'cosign', module: 'github.com/sigstore/cosign/v3@v3.1.1', main: './cmd/cosign' },
  { name: 'crane', module: 'github.com/google/go-containerregistry@v0.22.1', main: './cmd/crane' },
  { name: 'esbuild', module: 'github.com/evanw/esbuild@v0.28.2', main: './cmd/esbuild' },
  { name: 'fzf', module: 'github.com/junegunn/fzf@v0.65.2', main: '.' },
  { name: 'helm', module: 'helm.sh/helm/v3@v3.22.0', main: './cmd/helm' },
  { name: 'nats-server', module: 'github.com/nats-io/nats-server/v2@v2.15.2', main: '.' },
  { name: 'rclone', module: 'github.com/rclone/rclone@v1.76.0', main: '.' },
  { name: 'syft', module: 'github.com/anchore/syft@v1.57.1', main: './cmd/syft' },
  { name: 'yq', module: 'github.com/mikefarah/yq/v4@v4.54.3', main: '.' },
] as const;
type Program = (typeof programs)[number];

interface Found {
  readonly program: Program;
  readonly bytes: number;
  readonly deadCode: DeadCode;
  readonly attribution: AttributionReport;
}

/** Whether methods are pruned in ten programs, and of those in which they are not, what for. */
export async function deadCodeTables(machine: Machine, only: Only): Promise<string> {
  const all: Found[] = [];
  for (const program of programs.filter(({ name }) => (only.program ?? name) === name)) {
    console.error(`dead code of ${program.name}`);
    const found = { program, ...(await deadCodeOf(program, machine)) };
    all.push(found);
    console.error(programLine(found).join(' | '));
  }
  const told = markdownTable(
    [
      'program',
      'version',
      'file',
      'methods are pruned',
      'blockers',
      'pruning alone would take',
      'without all blockers',
      'of the file',
    ],
    all.map(programLine),
    [
      'linux/amd64 without cgo, trimmed and stripped, as `slipway build MODULE@VERSION --report FILE` makes and reports them; no build tags',
      'pruning alone: what the file would be smaller if methods were pruned and all else stayed; without all blockers: those functions gone too, and what they alone keep',
    ],
  );
  const blockers = markdownTable(
    ['program', 'blocker', 'of the module', 'alone', 'its package', 'kept alive through'],
    all.flatMap((found) => found.deadCode.blockers.map((blocker) => blockerLine(found, blocker))),
    [
      'alone: what the file would be smaller without that function, the other blockers still there; its package: likewise, without all of the package',
      'kept alive through: the packages on the shortest chain of references, where that begins with the initialisation of a package behind the imports that lead to it; `.` is the main module',
    ],
  );
  return `${told}\n\n${blockers}`;
}

function programLine({ program, bytes, deadCode }: Found): string[] {
  const { pruned, blockers } = deadCode;
  const said = [program.name, program.module.replace(/^.*@/, ''), formatBytes(bytes)];
  if (pruned) return [...said, 'yes', '–', '–', '–', '–'];
  return [
    ...said,
    'no',
    String(blockers.length),
    formatBytes(deadCode.pruningBytes),
    formatBytes(deadCode.bytes),
    `${((deadCode.bytes / bytes) * 100).toFixed(1)} %`,
  ];
}

function blockerLine({ program, attribution }: Found, blocker: Blocker): string[] {
  const [modulePath = ''] = program.module.split('@');
  const short = (path: string): string => {
    if (path === 'main') return program.main;
    return path === modulePath || path.startsWith(`${modulePath}/`)
      ? `.${path.slice(modulePath.length)}`
      : path;
  };
  return [
    program.name,
    `\`${blocker.symbol}\``,
    short(blocker.module),
    formatBytes(blocker.bytes),
    formatBytes(blocker.packageBytes),
    throughPackages(blocker, attribution).slice(0, -1).map(short).join(' → '),
  ];
}

/**
 * The packages on the way to a blocker: where a chain of references begins with a package's initialisation, the imports that lead to
 * that package, and then those that the chain goes through. Imports alone lead to where nothing is called.
 */
function throughPackages(
  { references }: Blocker,
  { packages, emptyPackages = [] }: AttributionReport,
): string[] {
  const importers = new Map([...packages, ...emptyPackages].map((each) => [each.path, each.importedBy]));
  const imports: string[] = [];
  for (let at = references[0]?.package; at !== undefined; at = importers.get(at)) imports.unshift(at);
  const path = [...imports, ...references.map((step) => step.package)];
  return path.filter((each, at) => each !== '' && each !== path[at - 1]);
}

async function deadCodeOf(
  { name, module, main }: Program,
  { environment, goVersion, slipway, work }: Machine,
): Promise<Omit<Found, 'program'>> {
  const own = join(work, name);
  const report = join(own, 'report.json');
  const args = [
    ...[slipway, 'build', module, '--target', `${name}=${main}`, '--go', goVersion],
    ...['--platform', 'linux/amd64', '--base', 'scratch', '--output', `oci:${join(own, 'out')}`],
    ...['--cache-dir', join(work, 'dead-code-cache'), '--report', report],
  ];
  // Of a module fetched anew no sum is known; the machine's own settings of Go count.
  const { GOTOOLCHAIN: _, ...env } = environment;
  const result = await exec({ file: process.execPath, args, cwd: work, env });
  if (result.status !== 0) throw new Error(`${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
  const { targets } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const { executable, attribution } = targets[0]?.images[0] ?? {};
  const deadCode = attribution?.deadCode;
  if (executable === undefined || attribution === undefined || deadCode === undefined)
    throw new Error(`nothing is said of the dead code of ${name}\n${result.stderr}`);
  return { bytes: executable.bytes, deadCode, attribution };
}
