import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Platform } from '../request/platform.ts';
import type { TargetSettings } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { exists, makeWorkFolder, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import { type Digest, isDigest, sha256File } from '../support/hashing.ts';
import { type GoCommand, type GoRun, runGo } from './go-command.ts';
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
  /** The private path that this target, platform and settings alone link to. */
  readonly output: string;
}

/** The go build of a request: every flag that decides bytes is spelled out, none is left to the machine. */
export function compileRun(request: CompileRequest): GoRun {
  const { settings } = request;
  return {
    args: [
      'build',
      '-o',
      request.output,
      '-trimpath',
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
 * Links a program, or leaves it when the go command finds it current. The go command trusts the build ID inside an
 * existing output, does not look at its bytes, and refuses to replace what is no program; so the file's digest is recorded
 * when it is linked, and a file that is not what was recorded goes before.
 * @throws SlipwayError E_BUILD when it does not compile
 */
export async function compile(
  go: GoCommand,
  request: CompileRequest,
): Promise<{ executable: Executable; linked: boolean }> {
  const { output, platform } = request;
  await mkdir(dirname(output), { recursive: true });
  const present = await checkedExecutable(output, platform);
  if (present === undefined) await forget(output);
  await link(go, request);
  const { digest, bytes } = await sha256File(output);
  const linked = digest !== present?.digest;
  if (linked) await writeFileAtomic(recordOf(output), `${digest}\n`);
  return { executable: { platform, path: output, digest, bytes }, linked };
}

async function link(go: GoCommand, request: CompileRequest): Promise<void> {
  const run = compileRun(request);
  const work = await makeWorkFolder(dirname(request.output), 'go-work');
  try {
    const variables = { ...run.variables, GOTMPDIR: work };
    await runGo(go, { ...run, variables }, `${request.target} does not compile`);
  } finally {
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

/** A program linked earlier, when its bytes are still those of its record. */
async function checkedExecutable(output: string, platform: Platform): Promise<Executable | undefined> {
  const recorded = await readRecord(output);
  if (recorded === undefined || !(await isFile(output))) return undefined;
  const { digest, bytes } = await sha256File(output);
  return digest === recorded ? { platform, path: output, digest, bytes } : undefined;
}

async function forget(output: string): Promise<void> {
  await rm(recordOf(output), { force: true });
  await rm(output, { force: true, recursive: true });
}

function recordOf(output: string): string {
  return `${output}.sha256`;
}

async function isFile(path: string): Promise<boolean> {
  return (await exists(path)) && (await stat(path)).isFile();
}
