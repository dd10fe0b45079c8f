import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { type CommandResult, type Exec, failure } from '../support/exec.ts';
import { exists } from '../support/files.ts';
import { findProgram } from '../support/find-program.ts';
import { type Digest, sha256File } from '../support/hashing.ts';
import type { Environment } from '../support/http.ts';
import { fetchTool, installHint, type ToolPorts } from '../toolchain/fetch-tool.ts';
import type { Host } from '../toolchain/ports.ts';
import { toolFor, toolTable } from '../toolchain/tool-table.ts';
import { type PackSetting, packSettings } from './settings.ts';

/** UPX, the Ultimate Packer for eXecutables, as it is on this machine. */
export interface Upx {
  readonly path: string;
  /** For example `4.2.2`. */
  readonly version: string;
  readonly source: 'PATH' | 'tool table';
  /** Of the program: two builds of one version may pack differently. */
  readonly digest: Digest;
  /** The whole environment that it runs in. UPX takes options from a variable UPX, which is never handed on. */
  readonly env: Readonly<Record<string, string>>;
}

export interface UpxPorts extends ToolPorts {
  readonly host: Host;
  /** True: nothing is asked of the network. */
  readonly offline: boolean;
  /** What can be fetched; undefined: Slipway's own table. */
  readonly tools?: typeof toolTable;
}

/** `upx` wherever it comes from; what distributions of Debian's kind call it. */
const names = ['upx', 'upx-ucl'] as const;

/**
 * The UPX on PATH; else, or where that is another version than the wanted one, the tool table's.
 * @param version the one that must do it; undefined: any
 * @throws SlipwayError E_TOOL when there is none, with how to get it; E_NETWORK when it cannot be fetched
 */
export async function findUpx(ports: UpxPorts, version?: string): Promise<Upx> {
  const there = await onPath(ports);
  if (there !== undefined && (version === undefined || there.version === version)) return there;
  const release = toolFor(ports.tools ?? toolTable, 'upx', ports.host, version);
  const found = there === undefined ? 'there is no UPX on PATH' : `the UPX on PATH is ${there.version}`;
  const wanted = version === undefined ? found : `UPX ${version} is wanted, and ${found}`;
  const hint = installHint('upx');
  if (release === undefined) {
    const { os, architecture } = ports.host;
    const why = `${wanted}; none can be fetched for ${os}/${architecture}`;
    throw new SlipwayError('E_TOOL', why, { hint });
  }
  if (ports.offline) throw new SlipwayError('E_TOOL', `${wanted}; --offline says to fetch none`, { hint });
  const path = await fetchTool(release, ports);
  return asked(path, 'tool table', ports);
}

async function onPath(ports: UpxPorts): Promise<Upx | undefined> {
  const path = await upxPath(ports);
  return path === undefined ? undefined : asked(path, 'PATH', ports);
}

/** The UPX that PATH leads to, without asking it anything. */
export async function upxPath({ env, host }: Pick<UpxPorts, 'env' | 'host'>): Promise<string | undefined> {
  for (const name of names) {
    const path = await findProgram(name, env, host.os);
    if (path !== undefined) return path;
  }
  return undefined;
}

async function asked(path: string, source: Upx['source'], ports: UpxPorts): Promise<Upx> {
  const env = environmentOf(ports.env);
  const result = await ports.exec({ file: path, args: ['--version'], env });
  const version = /^upx (\d+(?:\.\d+)+\S*)/.exec(result.stdout)?.[1];
  if (result.status === 0 && version !== undefined) {
    return { path, version, source, digest: (await sha256File(path)).digest, env };
  }
  const said = [failure(result), result.stderr.trim()].filter((text) => text !== '').join(': ');
  throw new SlipwayError('E_TOOL', `${path} --version does not answer as UPX does: ${said}`, {
    hint: installHint('upx'),
  });
}

const passedOn = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'SystemRoot'] as const;

function environmentOf(env: Environment): Record<string, string> {
  const kept = passedOn.map((name) => [name, env[name]] as const);
  return Object.fromEntries(kept.filter((entry): entry is [(typeof passedOn)[number], string] => !!entry[1]));
}

/** `refused`: UPX's own reason, for example `CantPackException: bad DT_HASH nbucket=0x2  len=0x20`. */
export type PackAnswer = { readonly kind: 'packed' } | { readonly kind: 'refused'; readonly why: string };

/**
 * Packs a program into another file: equal files and settings give equal bytes. What was refused, failed or was interrupted leaves
 * no file.
 * @param input absolute path, which stays as it is; @param output absolute path of a file that does not exist
 * @throws SlipwayError E_TOOL when UPX cannot be started; the signal's reason
 */
export function packFile(
  upx: Upx,
  input: string,
  output: string,
  setting: PackSetting,
  ports: { readonly exec: Exec; readonly signal?: AbortSignal | undefined },
): Promise<PackAnswer> {
  return runUpx(upx, packSettings[setting].args, input, output, ports);
}

/** Unpacks what `packFile` made, in the same way. */
export function unpackFile(
  upx: Upx,
  input: string,
  output: string,
  ports: { readonly exec: Exec; readonly signal?: AbortSignal | undefined },
): Promise<PackAnswer> {
  return runUpx(upx, ['-d'], input, output, ports);
}

async function runUpx(
  { path, env }: Upx,
  options: readonly string[],
  input: string,
  output: string,
  { exec, signal }: { readonly exec: Exec; readonly signal?: AbortSignal | undefined },
): Promise<PackAnswer> {
  const args = ['-q', ...options, '-o', output, '--', input];
  let done = false;
  try {
    const result = await exec({ file: path, args, env, ...(signal !== undefined && { signal }) });
    done = result.status === 0 && (await exists(output));
    return done ? { kind: 'packed' } : { kind: 'refused', why: reasonOf(result, input) };
  } finally {
    if (!done) await rm(output, { force: true });
  }
}

/** `upx: FILE: REASON`, on standard error; FILE as it was named or its last part. */
function reasonOf(result: CommandResult, input: string): string {
  const line = `${result.stderr}\n${result.stdout}`
    .split('\n')
    .find((text) => /^upx[^:]*: /.test(text))
    ?.replace(/^upx[^:]*: /, '');
  if (line === undefined || result.killedBy !== null) return failure(result);
  const named = [`${input}: `, `${basename(input)}: `].find((prefix) => line.startsWith(prefix)) ?? '';
  return line.slice(named.length).trim().slice(0, 300);
}
