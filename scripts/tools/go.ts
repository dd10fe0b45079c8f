import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exec, failure } from '../../src/support/exec.ts';
import { resolveToolchain } from '../../src/toolchain/resolve.ts';
import type { FoundTool } from './debian.ts';
import { retried } from './retry.ts';
import type { Tool } from './table.ts';

/** The machine's own Go when it is new enough, else what Slipway itself fetches, checks and keeps in .tools/. */
export async function findGo(atLeast: string, folder: string): Promise<FoundTool | Error> {
  try {
    const found = await resolveToolchain(
      { kind: 'minimum', version: atLeast, askedBy: 'the tests' },
      {
        exec,
        env: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' },
        host: { os: process.platform, architecture: process.arch === 'x64' ? 'amd64' : process.arch },
        cacheDirectory: join(folder, 'slipway-cache'),
        offline: false,
        progress: console.error,
      },
    );
    return { path: found.go, version: found.version };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Compiles a program, or downloads a module's folder, at the first of its versions that can be had. */
export async function goTool(tool: Tool, go: string, folder: string): Promise<FoundTool | Error> {
  const { source } = tool;
  if (source.kind !== 'go-program' && source.kind !== 'go-module') return new Error('not had through Go');
  const reasons: string[] = [];
  for (const version of source.versions) {
    try {
      const path =
        source.kind === 'go-program'
          ? await install(go, source.importPath, version, join(folder, 'go', `${tool.name}@${version}`))
          : await download(go, source.modulePath, version);
      return { path: source.kind === 'go-program' ? join(path, tool.name) : path, version };
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return new Error(reasons.join('\n'));
}

async function install(go: string, importPath: string, version: string, bin: string): Promise<string> {
  await mkdir(bin, { recursive: true });
  await runGo(go, ['install', '-trimpath', '-ldflags=-s -w', `${importPath}@${version}`], { GOBIN: bin });
  return bin;
}

async function download(go: string, modulePath: string, version: string): Promise<string> {
  const answer = await runGo(go, ['mod', 'download', '-json', `${modulePath}@${version}`], {});
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

async function runGo(go: string, args: readonly string[], extra: Record<string, string>): Promise<string> {
  return retried(async () => {
    const result = await exec({ file: go, args, env: { ...goEnvironment(), ...extra } });
    if (result.status === 0) return result.stdout;
    throw new Error(`go ${args.join(' ')}: ${failure(result)}\n${result.stderr.trim()}`);
  });
}

/** The caller's environment without what would change how Go builds; its proxy, checksum and network settings stay. */
function goEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !['GOOS', 'GOARCH'].includes(entry[0]),
  );
  return { ...Object.fromEntries(kept), GOFLAGS: '', GOTOOLCHAIN: 'local', GOWORK: 'off', CGO_ENABLED: '0' };
}
