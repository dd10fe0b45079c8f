import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../src/report/format-bytes.ts';
import { exec, failure } from '../src/support/exec.ts';
import { type DistrolessPackages, distrolessLike } from '../test/support/bases/distroless.ts';
import { pushBase, writeBaseLayout } from '../test/support/bases/places.ts';
import type { Entry } from '../test/support/make-layout.ts';
import { debianPackages } from './debian-base.ts';
import { type ImageBytes, layoutBytes } from './layout-bytes.ts';
import { getKo, type Machine } from './machine.ts';
import { checkoutOf, moduleFolder, natsModule } from './programs.ts';
import { withRegistry } from './registry.ts';
import { markdownTable } from './table.ts';

/** Programs people run, from the module proxy, and where their main package lies. */
const programs = [
  { module: 'filippo.io/age@v1.3.2', main: './cmd/age' },
  { module: 'mvdan.cc/sh/v3@v3.13.1', main: './cmd/shfmt' },
  { module: natsModule, main: '.' },
] as const;

type Program = (typeof programs)[number];

const platform = 'linux/amd64';
const stripping = '-s -w';
/** What a Dockerfile says when it says little: the symbol table and debug information stay. */
const plain = '';

/** What one program's image weighs, by who made it. */
export async function sizeTable(machine: Machine): Promise<string> {
  const ko = await getKo(machine);
  const packages = await debianPackages(machine.work);
  const lines: string[][] = [];
  for (const program of programs) {
    console.error(`sizes of ${program.module}`);
    const images = await imagesOf(program, packages, ko.path, machine);
    const ours = images[0]?.[1];
    for (const [maker, bytes] of images) {
      const ratio = (of: keyof ImageBytes): string =>
        ours === undefined || bytes === ours ? '–' : (ours[of] / bytes[of]).toFixed(2);
      const sizes = [formatBytes(bytes.disk), formatBytes(bytes.pull), ratio('disk'), ratio('pull')];
      lines.push([program.module, maker, ...sizes]);
    }
  }
  const [part] = distrolessLike([platform], { packages }).parts;
  const baseDisk = part?.layers.reduce((sum, { tar }) => sum + tar.length, 0) ?? 0;
  const basePull = part?.layers.reduce((sum, { size }) => sum + size, 0) ?? 0;
  return markdownTable(['program', 'image', 'disk', 'pull', 'ours to it, disk', 'ours to it, pull'], lines, [
    `${platform}; disk: the layers unpacked; pull: manifest, config and compressed layers; both read from the layouts' blobs`,
    `distroless: an image made here with the contents of gcr.io/distroless/static, the files of Debian's base-files, netbase, tzdata and the CA certificates (${formatBytes(baseDisk)}, ${formatBytes(basePull)} compressed)`,
    `ko (${ko.version}): as it comes, and with the linker flags that Slipway has by default; gzip level 1, the only one it has`,
    'Dockerfile: what `FROM golang`, `RUN CGO_ENABLED=0 go build -o /app`, `FROM distroless`, `COPY` gives, with and without `-trimpath -ldflags="-s -w"`; there is no Docker engine here, so the layer was put together by this bench, with gzip level 6 as Docker has it',
  ]);
}

async function imagesOf(
  program: Program,
  packages: DistrolessPackages,
  koPath: string,
  machine: Machine,
): Promise<(readonly [string, ImageBytes])[]> {
  const name = program.module.replaceAll(/[^a-z0-9]+/g, '-');
  const sources = (): Promise<string> => moduleFolder(machine, program.module);
  const checkout = await checkoutOf({ name, main: program.main, sources }, machine);
  const place = (what: string): string => join(machine.work, `${name}-${what}`);
  const ours = await slipwayImage(program, checkout, place('ours'), machine);
  const kos = await withRegistry(place('registry'), async (host) => {
    const onIt = `${host}/base/static:1`;
    await pushBase(distrolessLike([platform], { packages }), onIt);
    const image = (flags: string) => koImage(program, checkout, flags, onIt, koPath, machine);
    return [await image(plain), await image(stripping)] as const;
  });
  const dockerfile = (flags: readonly string[]): Promise<ImageBytes> =>
    dockerImage(program, checkout, flags, packages, machine);
  return [
    ['Slipway, base static', ours],
    ['ko on distroless', kos[0]],
    [`ko on distroless, ${stripping}`, kos[1]],
    ['Dockerfile on distroless', await dockerfile([])],
    [`Dockerfile on distroless, ${stripping}`, await dockerfile(['-trimpath', `-ldflags=${stripping}`])],
  ];
}

async function slipwayImage(
  { main }: Program,
  checkout: string,
  folder: string,
  { slipway, goVersion, environment, work }: Machine,
): Promise<ImageBytes> {
  const layout = join(folder, 'layout');
  const args = [
    ...[slipway, 'build', '.', '--target', `app=${main}`, '--platform', platform, '--base', 'static'],
    ...['--go', goVersion, '--output', `oci:${layout}`, '--cache-dir', join(work, 'size-cache')],
  ];
  await run(process.execPath, args, checkout, environment);
  return layoutBytes(layout);
}

/** @param flags the linker flags: none, where ko's config does not count, or those that the checkout's has */
async function koImage(
  { main }: Program,
  checkout: string,
  flags: string,
  base: string,
  file: string,
  { environment, work }: Machine,
): Promise<ImageBytes> {
  const layout = `${checkout}-ko${flags.replaceAll(' ', '')}`;
  const noConfig = join(work, 'no-config.yaml');
  await writeFile(noConfig, '{}');
  const env = {
    ...environment,
    ...(flags === plain && { KO_CONFIG_PATH: noConfig }),
    KO_DEFAULTBASEIMAGE: base,
    KO_DOCKER_REPO: base.replace(/:[^:/]+$/, '-on-it'),
    DOCKER_CONFIG: join(work, 'no-login'),
  };
  const args = ['build', '--push=false', '--oci-layout-path', layout, '--sbom=none', '--bare'];
  await run(file, [...args, '--platform', platform, main], checkout, env);
  return layoutBytes(layout);
}

/** The base's layers with one more, as a layout. */
async function dockerImage(
  { main }: Program,
  checkout: string,
  flags: readonly string[],
  packages: DistrolessPackages,
  { go, environment }: Machine,
): Promise<ImageBytes> {
  const program = `${checkout}-app`;
  const variables = { ...environment, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' };
  await run(go, ['build', ...flags, '-o', program, main], checkout, variables);
  const app: Entry = { path: 'app', mode: 0o755, content: await readFile(program) };
  const image = distrolessLike([platform], { packages, copied: [app] });
  return layoutBytes(await writeBaseLayout(image, `${program}${flags.length}-layout`));
}

async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const result = await exec({ file, args, cwd, env });
  if (result.status !== 0) throw new Error(`${file} ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
}
