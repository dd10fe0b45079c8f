import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exec, failure } from '../../src/support/exec.ts';
import type { FoundTool } from './debian.ts';
import { retried } from './retry.ts';
import type { Tool } from './table.ts';

/** The Go on PATH when it is at least `minimum` (1.26), else undefined. */
export async function goOfMachine(minimum: string): Promise<FoundTool | undefined> {
  const result = await exec({ file: 'go', args: ['env', 'GOROOT', 'GOVERSION'], env: goEnvironment() }).catch(
    () => undefined,
  );
  const [goroot, version] = (result?.status === 0 ? result.stdout : '').split('\n');
  const [major, minor] = /^go(\d+)\.(\d+)/.exec(version ?? '')?.slice(1) ?? [];
  if (goroot === undefined || version === undefined || major === undefined || minor === undefined) return;
  const [wantedMajor, wantedMinor] = minimum.split('.');
  if (major !== wantedMajor || Number(minor) < Number(wantedMinor)) return;
  return { path: join(goroot, 'bin', 'go'), version };
}

/** The newest fitting Go that Slipway itself finds or fetches, into a folder of the tests' own. */
export async function fetchGo(minimum: string, folder: string): Promise<FoundTool | Error> {
  return new Error(`no Go ${minimum} or newer on PATH, nor in ${folder}`);
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
