import { createHash } from 'node:crypto';
import type { Image, Layout } from '../../image/image.ts';
import { imagesIn, readTree } from '../../image/image-tree.ts';
import { storedSource } from '../../image/source/stored.ts';
import type { CacheUse } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import { type Smoke, showSmoke } from '../../request/smoke.ts';
import { isolationNames } from '../../sandbox/isolation.ts';
import type { Runnable } from '../../sandbox/runnable.ts';
import { SlipwayError } from '../../support/errors.ts';
import { findProgram } from '../../support/find-program.ts';
import { slipwayVersion } from '../../version.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import { shippedFile } from '../pack/packing.ts';
import type { Ports } from '../ports.ts';
import { fileRunnable, runnableOf } from './runnables.ts';
import type { TriedTargets } from './sandbox-plan.ts';
import { subjectOf, type Tried, type Trier, trier, tryProgram } from './try-program.ts';

/**
 * Runs every program that has a contract: as its image where there is one, else alone. One after another, since they are timed.
 * What was well is remembered by the image's digest, the contract, and what there is to run it with.
 * @throws SlipwayError E_TOOL when the isolation that was asked for does not work; E_SANDBOX, E_IO
 */
export async function tryTargets(
  targets: readonly InspectedTarget[],
  layouts: readonly (Layout | undefined)[],
  request: BuildRequest,
  ports: Ports,
): Promise<TriedTargets> {
  const run: Run = { trier: trier(ports, request.sandbox), machine: await machineKey(request, ports), ports };
  const all: (Tried & { readonly known: boolean })[] = [];
  for (const [at, target] of targets.entries()) {
    const { smoke } = target.settings;
    if (smoke === undefined) continue;
    for (const executable of target.executables) {
      all.push(await tryOne({ target, executable, layout: layouts[at], smoke }, run));
    }
  }
  const known = all.filter((one) => one.known).length;
  const cache: CacheUse = known === all.length ? 'hit' : known === 0 ? 'miss' : 'partial';
  return {
    verdicts: all.flatMap(({ verdicts }) => verdicts),
    reports: all.map(({ report }) => report),
    cache,
  };
}

interface Run {
  readonly trier: Trier;
  /** What the machine has that changes how a program is run. */
  readonly machine: string;
  readonly ports: Ports;
}

interface One {
  readonly target: InspectedTarget;
  readonly executable: InspectedExecutable;
  readonly layout: Layout | undefined;
  readonly smoke: Smoke;
}

async function tryOne(
  one: One,
  { trier, machine, ports }: Run,
): Promise<Tried & { readonly known: boolean }> {
  const { target, executable, layout, smoke } = one;
  const { platform } = executable;
  const { path, digest } = shippedFile(executable);
  const image = layout?.images.find((each) => formatPlatform(each.platform) === formatPlatform(platform));
  const what = image?.manifest.digest ?? digest;
  const key = `sandbox ${slipwayVersion} ${target.name} ${what} ${machine} ${JSON.stringify(showSmoke(smoke))}`;
  const known = (await ports.store.recall(key)) as Tried | undefined;
  if (known !== undefined) return { ...known, known: true };
  const subject = subjectOf(target.name, platform);
  const prepare = (emulator: string | undefined): Promise<Runnable> =>
    image === undefined || layout === undefined
      ? fileRunnable(subject, platform, path, emulator)
      : imageOf(subject, layout, image, ports, emulator);
  const tried = await tryProgram({ subject, platform, smoke, prepare }, trier);
  // What failed may be well the next time: a port was taken, a machine was slow.
  const isWell = tried.verdicts.every(({ status }) => status !== 'fail') && !('notRun' in tried.report);
  if (isWell) await ports.store.remember(key, tried);
  return { ...tried, known: false };
}

async function imageOf(
  subject: string,
  { root }: Layout,
  { manifest, platform }: Image,
  { store }: Ports,
  emulator: string | undefined,
): Promise<Runnable> {
  const source = storedSource(subject, root, store, []);
  const tree = await readTree(root, source.document);
  const image = imagesIn(tree).find(({ descriptor }) => descriptor.digest === manifest.digest);
  if (image === undefined) throw new SlipwayError('E_INTERNAL', `${subject} is not in its index`);
  return runnableOf(subject, platform, { source, image, store }, emulator);
}

/** Tools of the isolations, and of emulators: when one comes or goes, what was found before is another machine's. */
const tools = [...isolationNames, 'bwrap', 'unshare', 'nsenter', 'setpriv'] as const;
const emulators = ['x86_64', 'aarch64', 'arm', 'riscv64', 'ppc64le', 's390x', 'i386'];

async function machineKey({ sandbox }: BuildRequest, { env, host }: Ports): Promise<string> {
  const names = [...tools, ...emulators.flatMap((name) => [`qemu-${name}-static`, `qemu-${name}`])];
  const found = await Promise.all(names.map((name) => findProgram(name, env, host.os)));
  const facts = [sandbox, process.getuid?.(), host, env['DOCKER_HOST'], ...found];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}
