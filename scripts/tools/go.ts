import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exec, failure } from '../../src/support/exec.ts';
import { resolveToolchain } from '../../src/toolchain/resolve.ts';
import type { FoundTool } from './debian.ts';
import { retried } from './retry.ts';
import type { Tool } from './table.ts';

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

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
  if (source.kind !== 'go-program' && source.kind !== 'go-module' && source.kind !== 'go-build') {
    return new Error('not had through Go');
  }
  const reasons: string[] = [];
  for (const version of source.versions) {
    try {
      if (source.kind === 'go-module')
        return { path: await download(go, source.modulePath, version), version };
      const bin = join(folder, 'go', `${tool.name}@${version}`);
      if (source.kind === 'go-program') await install(go, source.importPath, version, bin);
      else await build(go, { name: tool.name, ...source }, version, bin);
      return { path: join(bin, tool.name), version };
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  return new Error(reasons.join('\n'));
}

async function install(go: string, importPath: string, version: string, bin: string): Promise<void> {
  await mkdir(bin, { recursive: true });
  await runGo(go, ['install', '-trimpath', '-ldflags=-s -w', `${importPath}@${version}`], { GOBIN: bin });
}

type Built = Extract<Tool['source'], { kind: 'go-build' }> & { readonly name: string };

/** The checksum database vouches for the modules, as it does for `go install`: no go.sum has to be kept up to date. */
async function build(go: string, program: Built, version: string, bin: string): Promise<void> {
  const { main, modulePath, name, stamp } = program;
  const folder = join(bin, 'module');
  await mkdir(folder, { recursive: true });
  if ('folder' in main) await cp(join(repository, main.folder), folder, { recursive: true });
  await writeFile(
    join(folder, 'go.mod'),
    `module ${name}\n\ngo 1.25.0\n\nrequire ${modulePath} ${version}\n`,
  );
  const target = 'folder' in main ? '.' : main.importPath;
  const flags = `-ldflags=-s -w${stamp === undefined ? '' : ` -X ${stamp}=${version}`}`;
  const args = ['build', '-mod=mod', '-trimpath', flags, '-o', join(bin, name), target];
  await runGo(go, ['-C', folder, ...args], {});
  await rm(folder, { recursive: true });
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
