import { withFileSource } from '../../binary/byte-source.ts';
import type { Wanted } from '../../binary/checks/answer.ts';
import { checkExecutable } from '../../binary/checks/check.ts';
import { architectureOf } from '../../binary/elf/machine.ts';
import { type ExecutableFacts, inspectSource } from '../../binary/executable.ts';
import { cgoPackages } from '../../binary/go/cgo-packages.ts';
import { libcsOf } from '../../binary/loading/base-libc.ts';
import type { CgoCause } from '../../gobuild/cgo-cause.ts';
import { type Base, scratchBase } from '../../image/base/base.ts';
import { withContents } from '../../image/base/contents.ts';
import { staticContents } from '../../image/base/static.ts';
import type { BaseInspection } from '../../report/inspection.ts';
import { formatBase } from '../../request/base.ts';
import { type Platform, parsePlatform } from '../../request/platform.ts';
import type { BaseRequest } from '../../request/request.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { baseAt, openPlace } from '../base-places.ts';
import type { RunPorts } from '../registries.ts';

/** The file to be judged; `name` is what it is called to people. */
interface JudgedFile {
  readonly name: string;
  readonly path: string;
}

/** Layers of a docker archive are only looked into. */
const compression = { algorithm: 'gzip', level: 1 } as const;

/** Verdicts that depend on the base. */
const baseChecks = new Set(['binary/static', 'binary/lookups']);

/**
 * Whether a program can start on bases, and whether these have what it looks up. An image's layers are brought into the store
 * and looked into once.
 * @throws SlipwayError E_BINARY when the program is damaged; E_BASE when an image cannot be a base of the program's platform; as
 * `openImage`
 */
export async function inspectOnBases(
  { name, path }: JudgedFile,
  bases: readonly BaseRequest[],
  ports: RunPorts,
): Promise<BaseInspection[]> {
  const { facts, callers } = withFileSource(path, (source) => {
    const facts = inspectSource(source, []);
    return { facts, callers: facts.elf === undefined ? [] : cgoPackages(source, facts.elf.sections) };
  });
  const platform = platformOf(facts);
  const judged: BaseInspection[] = [];
  // One at a time: the layers of each are read with their entries in memory.
  for (const request of bases) {
    const reference = formatBase(request);
    const subject = `${name} on ${reference}`;
    if (platform?.os !== 'linux') {
      judged.push({ reference, libcs: [], verdicts: [notForImages(subject, facts)] });
      continue;
    }
    const base = await openBase(request, platform, ports);
    const verdicts = checkExecutable(facts, wantedOf(facts, callers, { subject, platform, base }));
    judged.push({
      reference,
      ...(base.digest !== undefined && { digest: base.digest }),
      libcs: facts.elf === undefined ? [] : libcsOf(base.contents ?? { files: new Set() }, facts.elf.header),
      verdicts: verdicts.filter(({ check }) => baseChecks.has(check)),
    });
  }
  return judged;
}

async function openBase(request: BaseRequest, platform: Platform, ports: RunPorts): Promise<Base> {
  if (request === 'scratch') return scratchBase();
  if (request === 'static') return { ...scratchBase(), reference: 'static', contents: staticContents() };
  const { store, registry, clock, signal } = ports;
  const opened = await openPlace(request, {
    store,
    registry,
    compression,
    signal,
    clock,
    lock: undefined,
    offline: false,
  });
  return withContents(await baseAt(opened, platform), store);
}

/** Undefined for what is not ELF, or of a machine that Go has no port to. Files of Linux carry no mark of it unless they are Go's. */
function platformOf({ elf, buildInfo }: ExecutableFacts): Platform | undefined {
  const architecture = elf && architectureOf(elf.header);
  if (elf === undefined || architecture === undefined) return undefined;
  const { GOOS, GOARM, GOAMD64 } = buildInfo?.settings ?? {};
  const isLinux = GOOS === undefined ? linuxAbis.has(elf.header.osAbi) : GOOS === 'linux';
  if (!isLinux) return undefined;
  const arm = GOARM === undefined ? '' : `/v${GOARM.split(',')[0]}`;
  const variants: Partial<Record<typeof architecture, string>> = {
    arm,
    amd64: GOAMD64 === undefined ? '' : `/${GOAMD64}`,
  };
  return parsePlatform(`linux/${architecture}${variants[architecture] ?? ''}`);
}

/** ELFOSABI_NONE, which nearly all have, and ELFOSABI_GNU (gABI, chapter 4, "ELF Identification"). */
const linuxAbis = new Set([0, 3]);

function wantedOf(
  { buildInfo }: ExecutableFacts,
  callers: readonly string[],
  place: Pick<Wanted, 'subject' | 'platform' | 'base'>,
): Wanted {
  const main = buildInfo?.path ?? '';
  return {
    ...place,
    cgoCause: cgoCauseIn(callers, main),
    goVersion: buildInfo?.goVersion ?? '',
    importPath: main,
    modulePath: buildInfo?.main?.path,
    cgo: buildInfo?.settings['CGO_ENABLED'] === '1',
  };
}

/** A program tells who calls C, and not by which way it was imported. */
function cgoCauseIn(callers: readonly string[], main: string): CgoCause | undefined {
  // The first element of a module's path has a dot (golang.org/ref/mod#module-path); the main module's need not.
  const own = callers.filter((path) => path === 'main' || path.split('/')[0]?.includes('.'));
  const named = (own.length > 0 ? own : callers).map((path) => (path === 'main' ? main : path));
  const [first, ...others] = named;
  return first === undefined ? undefined : { chain: [first], standard: own.length === 0, others };
}

function notForImages(subject: string, { format, buildInfo }: ExecutableFacts): Verdict {
  const os = buildInfo?.settings['GOOS'];
  const what = os === undefined ? `a file of format ${format}` : `for ${os}`;
  return {
    check: 'binary/static',
    subject,
    status: 'fail',
    severity: 'block',
    detail: `cannot start there: it is ${what}, and bases are of linux on machines that Go has a port to`,
  };
}
