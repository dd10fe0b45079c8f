import { isProgram } from '../binary/open-program.ts';
import { chooseImage } from '../image/choose-image.ts';
import { imagesIn, readTree } from '../image/image-tree.ts';
import type { SandboxReport } from '../report/sandbox-report.ts';
import { type Platform, parsePlatform } from '../request/platform.ts';
import type { RunRequest } from '../request/run-request.ts';
import { openAnyImage } from '../stages/open-image.ts';
import type { Ports } from '../stages/ports.ts';
import { programPlatform } from '../stages/program-platform.ts';
import { runRegistry } from '../stages/registries.ts';
import { fileRunnable, platformOfImage, runnableOf } from '../stages/sandbox/runnables.ts';
import { subjectOf, type Tried, trier, tryProgram } from '../stages/sandbox/try-program.ts';
import { startOfFile } from '../support/files.ts';
import { type Outcome, outcomeOf, type Verdict } from '../verify/verdict.ts';

/** What `slipway run --json` prints; schema/report.schema.json, $defs/trial. */
export interface RunResult {
  readonly subject: string;
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  readonly sandbox: SandboxReport;
}

/** How layers of a docker archive are compressed on their way into the cache: they are unpacked at once, so quickly. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/**
 * `slipway run IMAGE|FILE`: runs it in the strongest isolation of this machine, and judges what it does.
 * @throws SlipwayError E_CONFIG when there is nothing to run or the platform is not clear, E_TOOL, E_SANDBOX, E_BINARY; an image must
 * be whole: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function runCommand(request: RunRequest, ports: Ports): Promise<RunResult> {
  const { name, subject } = request;
  const isFile = subject.kind === 'file' && isProgram(await startOfFile(subject.path));
  const { verdicts, report } = isFile
    ? await tryFile(request, subject.path, ports)
    : await tryImage(request, ports);
  return { subject: name, outcome: outcomeOf(verdicts), verdicts, sandbox: report };
}

async function tryFile(request: RunRequest, path: string, ports: Ports): Promise<Tried> {
  const platform = request.platform ?? programPlatform(path);
  const subject = subjectOf(request.name, platform);
  const { smoke, sandbox } = request;
  const prepare = (emulator: string | undefined) => fileRunnable(subject, platform, path, emulator);
  return tryProgram({ subject, platform, smoke, prepare }, trier(ports, sandbox));
}

async function tryImage(request: RunRequest, ports: Ports): Promise<Tried> {
  const { store, signal } = ports;
  const registry = runRegistry({ ...request, offline: false }, ports);
  try {
    const source = await openAnyImage(request.subject, { store, registry, compression, signal });
    const tree = await readTree(source.root, source.document);
    const isOne = imagesIn(tree).length === 1;
    const wanted = request.platform ?? (isOne ? undefined : ownPlatform(ports));
    const image = await chooseImage(tree, wanted, source.document);
    const platform = await platformOfImage(source, image);
    const subject = subjectOf(request.name, platform);
    const { smoke, sandbox } = request;
    const prepare = (emulator: string | undefined) =>
      runnableOf(subject, platform, { source, image, store }, emulator);
    return await tryProgram({ subject, platform, smoke, prepare }, trier(ports, sandbox));
  } finally {
    await registry.close();
  }
}

/** Images are for Linux, whatever this machine runs. */
function ownPlatform({ host }: Ports): Platform {
  return parsePlatform(`linux/${host.architecture}`);
}
