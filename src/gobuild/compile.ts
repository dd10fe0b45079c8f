import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Platform } from '../request/platform.ts';
import type { TargetSettings } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { besidePath, exists, makeWorkFolder, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import { type Digest, isDigest, sha256File } from '../support/hashing.ts';
import { type GoCommand, type GoRun, runGo } from './go-command.ts';
import { type LinkedArchives, linkedArchives } from './linked-archives.ts';
import { platformVariables } from './platform-variables.ts';

/** A program that the go command linked, where it lies, and what it was when it was linked. */
export interface Executable {
  readonly platform: Platform;
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
}

export interface CompileRequest {
  readonly target: string;
  readonly packageArgument: string;
  readonly directory: string;
  readonly platform: Platform;
  readonly settings: TargetSettings;
  /** Linker flags with templates filled in. */
  readonly ldflags: string;
  /** -buildvcs: `auto` stamps a repository's commit, `false` does not look. */
  readonly buildvcs: 'auto' | 'false';
  /** False: with the paths of this machine in it, as the go command does by itself. */
  readonly trimpath?: false;
  /** The private path that this target, platform and settings alone link to. */
  readonly output: string;
}

/** Is told by import path which archives the linker reads. */
export type LinkBegins = (archives: LinkedArchives) => void;

/** The go build of a request: every flag that decides bytes is spelled out, none is left to the machine. */
export function compileRun(request: CompileRequest): GoRun {
  const { settings } = request;
  return {
    args: [
      'build',
      '-o',
      request.output,
      // The closed environment's GOFLAGS has it too.
      request.trimpath === false ? '-trimpath=false' : '-trimpath',
      `-buildvcs=${request.buildvcs}`,
      `-ldflags=${request.ldflags}`,
      ...(settings.buildTags.length > 0 ? [`-tags=${settings.buildTags.join(',')}`] : []),
      '--',
      request.packageArgument,
    ],
    cwd: request.directory,
    variables: platformVariables(request.platform, settings),
  };
}

/**
 * The go command where little is to be compiled: the linker, which frees next to nothing, need not stop to collect garbage.
 * What the user says of that stands (pkg.go.dev/runtime, "Environment Variables"). A compiler would take more memory for it.
 */
export function forLinking(go: GoCommand): GoCommand {
  return { ...go, environment: { GOGC: '400', ...go.environment } };
}

/**
 * Links a program, or leaves it when the go command finds it current. The go command trusts the build ID inside an
 * existing output, does not look at its bytes, and refuses to replace what is no program; so the file's digest is recorded
 * when it is linked, and a file that go left where it was, or would not replace, and that is not what was recorded goes.
 * @param begins told what the linker reads as soon as it begins; not where nothing is linked, nor where that cannot be told
 * @throws SlipwayError E_BUILD when it does not compile
 */
export async function compile(
  go: GoCommand,
  request: CompileRequest,
  begins?: LinkBegins,
): Promise<{ executable: Executable; linked: boolean }> {
  const { output, platform } = request;
  await mkdir(dirname(output), { recursive: true });
  const recorded = (await regularFile(output)) === undefined ? undefined : await readRecord(output);
  if (recorded === undefined) await forget(output);
  const linking = () => link(go, request, begins);
  const { linked, ...file } = (await relink(linking, output, recorded)) ?? (await linkAnew(linking, output));
  if (linked) await writeFileAtomic(recordOf(output), `${file.digest}\n`);
  return { executable: { platform, path: output, ...file }, linked };
}

/**
 * Takes a program that was linked elsewhere for one that this run linked. It comes in by rename: another run may do the same.
 * @throws the system's error when that cannot be done
 */
export async function adopt({ output, platform }: CompileRequest, from: string): Promise<Executable> {
  await mkdir(dirname(output), { recursive: true });
  const beside = besidePath(output);
  try {
    await copyFile(from, beside, constants.COPYFILE_FICLONE);
    await chmod(beside, 0o755);
    const file = await sha256File(beside);
    await forget(output);
    await rename(beside, output);
    await writeFileAtomic(recordOf(output), `${file.digest}\n`);
    return { platform, path: output, ...file };
  } finally {
    await rm(beside, { force: true });
  }
}

interface LinkedFile {
  readonly digest: Digest;
  readonly bytes: number;
  /** False for the recorded file, which go left as it was. */
  readonly linked: boolean;
}

/** go build over a recorded file, whose bytes are looked at once; undefined when they turn out not to be what was recorded. */
async function relink(
  linking: () => Promise<void>,
  output: string,
  recorded: Digest | undefined,
): Promise<LinkedFile | undefined> {
  const before = recorded === undefined ? undefined : await regularFile(output);
  if (before === undefined) return undefined;
  const failure = await linking().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const after = await regularFile(output);
  if (after === undefined) return undefined;
  const file = await sha256File(output);
  // The linker moves another file here; one that is still the same and has other bytes was damaged.
  if (after === before && file.digest !== recorded) return undefined;
  if (failure !== undefined) throw failure.error;
  return { ...file, linked: after !== before };
}

async function linkAnew(linking: () => Promise<void>, output: string): Promise<LinkedFile> {
  await forget(output);
  await linking();
  return { ...(await sha256File(output)), linked: true };
}

/** Which file lies at a path; undefined for none, and for a link or whatever else is none itself. */
async function regularFile(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true ? `${found.dev} ${found.ino}` : undefined;
}

async function link(go: GoCommand, request: CompileRequest, begins?: LinkBegins): Promise<void> {
  const run = compileRun(request);
  const work = await makeWorkFolder(dirname(request.output), 'go-work');
  const end = new AbortController();
  try {
    const variables = { ...run.variables, GOTMPDIR: work };
    if (begins !== undefined) {
      const reading = linkedArchives(work, go.environment['GOCACHE'] ?? '', end.signal);
      reading.then((archives) => archives && begins(archives));
    }
    await runGo(go, { ...run, variables }, `${request.target} does not compile`);
  } finally {
    end.abort();
    await rm(work, { recursive: true, force: true });
  }
  if (await exists(request.output)) return;
  throw new SlipwayError('E_BUILD', `${request.target}: go build ended well but wrote no program`, {
    hint: `${request.packageArgument} may not be a main package`,
  });
}

async function readRecord(output: string): Promise<Digest | undefined> {
  const text = (await readTextIfExists(recordOf(output)))?.trim();
  return text !== undefined && isDigest(text) ? text : undefined;
}

async function forget(output: string): Promise<void> {
  await rm(recordOf(output), { force: true });
  await rm(output, { force: true, recursive: true });
}

function recordOf(output: string): string {
  return `${output}.sha256`;
}
