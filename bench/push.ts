import { randomBytes } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../src/report/format-bytes.ts';
import { makeBase } from '../test/support/bases/base-image.ts';
import { distrolessLike } from '../test/support/bases/distroless.ts';
import { pushBase, writeBaseLayout } from '../test/support/bases/places.ts';
import { repository } from '../test/support/slipway.ts';
import { output, tool } from '../test/support/tools.ts';
import { commit, getKo, type Machine } from './machine.ts';
import { type Measurement, measure, type Step } from './measure.ts';
import { withRegistry } from './registry.ts';
import { inTurns, type Round } from './rounds.ts';
import { formatTable, peakOf, type Row } from './table.ts';

/** Megabytes (10⁶) of an image whose content does not compress. */
const imageSizes = [6, 60];
const layersOfImage = 3;
const platforms = ['linux/amd64', 'linux/arm64'];
const when = ['cold', 'unchanged'] as const;
const sides = ['slipway', 'other'] as const;

type Side = (typeof sides)[number];

type Pushes = Readonly<Record<(typeof when)[number], Measurement>>;

interface Task {
  readonly name: string;
  readonly other: string;
  /** What the registry holds before; it is empty else. */
  readonly prepare: (host: string) => Promise<unknown>;
  readonly step: (side: Side, host: string) => Step;
}

/** Each push goes to a registry of its own, and then there once more. */
async function pushTwice(task: Task, rounds: number, machine: Machine): Promise<Round<Side, Pushes>[]> {
  return inTurns(sides, rounds, (side) =>
    withRegistry(join(machine.work, 'registry'), async (host) => {
      await task.prepare(host);
      const steps = [task.step(side, host)];
      const pushes = { cold: await measure(steps), unchanged: await measure(steps) };
      await output('crane', ['validate', '--fast', '--remote', `${repositoryIn(host)}:v1`]);
      return pushes;
    }),
  );
}

/** An image of that many megabytes as a layout: `slipway convert` beside `crane push`. */
async function imageTask(megabytes: number, machine: Machine): Promise<Task> {
  const folder = join(machine.work, `image-${megabytes}`);
  const bytes = (megabytes * 1_000_000) / layersOfImage;
  const layers = Array.from({ length: layersOfImage }, (_, at) => ({
    entries: [{ path: `content-${at}`, content: randomBytes(bytes) }],
    createdBy: 'bench',
  }));
  const recipe = { layers, execution: {}, created: '2026-01-01T00:00:00Z' };
  const layout = await writeBaseLayout(
    makeBase(['linux/amd64'], () => recipe, {}),
    join(folder, 'layout'),
  );
  return {
    name: `an image of ${megabytes} MB`,
    other: 'crane push',
    prepare: async () => undefined,
    step: (side, host) => {
      const reference = `${repositoryIn(host)}:v1`;
      const convert = [machine.slipway, 'convert', `oci:${layout}`, reference];
      const cache = ['--cache-dir', join(folder, 'cache')];
      const command =
        side === 'slipway'
          ? { file: process.execPath, args: [...convert, ...cache] }
          : { file: tool('crane'), args: ['push', layout, reference] };
      return { ...command, cwd: folder, env: environmentOf(machine) };
    },
  };
}

/** examples/hello on a base in the same registry, compiled before: `slipway build --push` beside `ko build`. */
async function programTask(machine: Machine): Promise<Task> {
  const ko = await getKo(machine);
  const checkout = join(machine.work, 'pushed');
  await cp(join(repository, 'examples', 'hello'), checkout, { recursive: true });
  // JSON is YAML.
  const koConfig = { builds: [{ id: 'hello', main: '.', ldflags: ['-s', '-w'], env: ['CGO_ENABLED=0'] }] };
  await writeFile(join(checkout, '.ko.yaml'), JSON.stringify(koConfig));
  await commit(checkout);
  const base = distrolessLike(platforms);
  const chosen = `--platform=${platforms.join(',')}`;
  const task: Task = {
    name: `hello, ${platforms.length} platforms`,
    other: `ko build (${ko.version})`,
    prepare: (host) => pushBase(base, baseIn(host)),
    step: (side, host) => {
      const repository = repositoryIn(host);
      const env = environmentOf(machine);
      if (side === 'other') {
        const args = ['build', '--bare', '--sbom=none', '--tags=v1', chosen, '.'];
        const places = { KO_DOCKER_REPO: repository, KO_DEFAULTBASEIMAGE: baseIn(host) };
        return { file: ko.path, args, cwd: checkout, env: { ...env, ...places } };
      }
      const cache = ['--cache-dir', join(machine.work, 'pushed-cache')];
      const places = ['--base', baseIn(host), '--push', `${repository}:v1`];
      const args = [machine.slipway, 'build', '.', chosen, ...places, ...cache];
      return { file: process.execPath, args, cwd: checkout, env };
    },
  };
  // Compiles everything, so that the rounds only link.
  await pushTwice(task, 1, machine);
  return task;
}

function repositoryIn(host: string): string {
  return `${host}/bench/image`;
}

function baseIn(host: string): string {
  return `${host}/base/static:1`;
}

/** No login of this machine, and no setting of its Go. */
function environmentOf({ environment, work }: Machine): Record<string, string> {
  return { ...environment, DOCKER_CONFIG: join(work, 'no-login'), GOENV: 'off', GOFLAGS: '' };
}

/** Pushes beside crane's and ko's, to the same kind of registry. */
export async function pushTable(machine: Machine, rounds: number): Promise<string> {
  const rows: Row[] = [];
  const images: Row[] = [];
  const add = async (task: Task, kept: Row[]): Promise<void> => {
    console.error(`pushing ${task.name}`);
    const pushes = await pushTwice(task, rounds, machine);
    for (const each of when) {
      const measured = pushes.map(({ slipway, other }) => ({ slipway: slipway[each], other: other[each] }));
      kept.push({ cells: [task.name, task.other, each], rounds: measured });
    }
  };
  for (const megabytes of imageSizes) await add(await imageTask(megabytes, machine), images);
  await add(await programTask(machine), rows);
  return formatTable({
    heads: ['what is pushed', 'beside', 'the registry before'],
    sides: { slipway: 'slipway', other: 'the other' },
    memoryOf: ['slipway', 'other'],
    rows: [...images, ...rows],
    about: [
      `an image: \`slipway convert oci:DIR REF\` beside \`crane push DIR REF\`, ${layersOfImage} layers of random bytes; hello: \`slipway build --push\` beside \`ko build --sbom=none\` with the same base and linker flags, compiled before`,
      `registry: docker-registry on this machine; memory: highest of the process itself, compilers not counted${flatness(images)}`,
    ],
  });
}

/** How much more memory the largest image takes than the smallest. */
function flatness(rows: readonly Row[]): string {
  const peaks = [rows[0], rows.at(-2)].map((row) => (row === undefined ? undefined : peakOf(row, 'slipway')));
  const [small, large] = peaks;
  if (small === undefined || large === undefined) return '';
  const more = large > small ? `${formatBytes(large - small)} more` : 'no more';
  return `; the cold push of ${imageSizes.at(-1)} MB takes slipway ${more} than that of ${imageSizes[0]} MB`;
}
