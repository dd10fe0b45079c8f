import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../cache/blob-store.ts';
import { storeFolders } from '../cache/folders.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Environment } from '../support/http.ts';
import { readGoSettings } from '../toolchain/go-settings.ts';
import { goSpecification, type Wanted } from '../toolchain/go-specification.ts';
import { findLocalGo } from '../toolchain/local.ts';
import type { ToolchainPorts } from '../toolchain/ports.ts';
import { describePublished } from '../toolchain/published-module.ts';
import { resolveToolchain, type Toolchain } from '../toolchain/resolve.ts';
import { checkingLatest, wantedByGoMod, wantedGo } from '../toolchain/wanted.ts';
import { type PreparedGo, prepareGo } from './go.ts';
import { findModule, type ModuleVersion, moduleWorkspace } from './module-source.ts';
import type { SourceFacts } from './source.ts';
import type { Workspace } from './targets.ts';
import { readVcs } from './version-control.ts';

/** The code of a run, where it lies, and the Go it is built with. */
export interface Origin {
  readonly toolchain: Toolchain;
  readonly go: PreparedGo;
  readonly workspace: Workspace;
  readonly source: SourceFacts;
  readonly notices: readonly string[];
}

export type OriginPorts = ToolchainPorts & { readonly remembered: Pick<BlobStore, 'recall' | 'remember'> };

/** Finds the code and its toolchain: which Go is asked for is said by the code itself, unless the request says it. */
export function findOrigin(request: BuildRequest, ports: OriginPorts): Promise<Origin> {
  const { source } = request;
  return source.kind === 'directory'
    ? directoryOrigin(request, source.directory, ports)
    : moduleOrigin(request, source, ports);
}

async function directoryOrigin(request: BuildRequest, named: string, ports: ToolchainPorts): Promise<Origin> {
  // The go command and git tell real paths, and what lies above a folder is above the real one.
  const directory = await realpath(named);
  const environment = definedOnly(ports.env);
  const reading = readVcs(directory, ports.exec, environment);
  reading.catch(() => undefined);
  const wanted = await wantedGo(request.go, directory, { gowork: ports.env['GOWORK'] });
  const toolchain = await resolveToolchain(wanted, ports);
  const go = await prepareGo(toolchain, request, ports);
  const { facts, notice } = await reading;
  return {
    toolchain,
    go,
    workspace: { directory, pattern: './...', importRoot: undefined, self: '.' },
    source: { directory, vcs: facts, module: undefined },
    notices: [
      ...toolchain.notices,
      ...overruledNotice(go),
      ...(notice === undefined ? [] : [notice]),
      ...shallowNotice(facts),
    ],
  };
}

function overruledNotice({ environment }: PreparedGo): string[] {
  const { overruled } = environment;
  return overruled.length === 0
    ? []
    : [`set aside, since it would change the bytes: ${overruled.join(', ')}`];
}

function shallowNotice(facts: SourceFacts['vcs']): string[] {
  if (facts?.shallow !== true || facts.tags.some(({ exact }) => exact)) return [];
  return [
    'the clone is shallow, so tags may be missing and the version be wrong: fetch the history (fetch-depth: 0)',
  ];
}

/**
 * MODULE@VERSION: what Go it needs is said by the go line of its go.mod. An exact version cannot change, so it is looked up
 * once.
 */
async function moduleOrigin(
  request: BuildRequest,
  asked: { path: string; version: string },
  ports: OriginPorts,
): Promise<Origin> {
  const folder = join(request.cacheDirectory, storeFolders.modules);
  const key = `module ${asked.path}@${asked.version}`;
  const named = request.go.version !== undefined || request.go.versionFile !== undefined;
  const wanted = named ? await wantedGo(request.go, folder) : undefined;
  const known = (await ports.remembered.recall(key)) as ModuleVersion | undefined;
  const module = known ?? (await lookUp(request, asked, folder, wanted, ports));
  if (known === undefined && module.version === asked.version) await ports.remembered.remember(key, module);
  const byGoMod = wantedByGoMod(module.goMod, module.path);
  const toolchain = await resolveToolchain(wanted ?? checkingLatest(byGoMod, request.go), ports);
  const go = withoutWorkspace(await prepareGo(toolchain, request, ports));
  const workspace = await moduleWorkspace(go.command, module, folder);
  return {
    toolchain,
    go,
    workspace,
    source: { directory: workspace.directory, vcs: undefined, module },
    notices: [...toolchain.notices, ...overruledNotice(go)],
  };
}

/** A published module is built as it is, whatever go.work there is above the cache folder or named by GOWORK. */
function withoutWorkspace(go: PreparedGo): PreparedGo {
  const environment = { ...go.command.environment, GOWORK: 'off' };
  return { ...go, command: { ...go.command, environment }, workFile: undefined };
}

/** Module proxies are asked without a Go; what only a repository has, the go command finds. */
async function lookUp(
  request: BuildRequest,
  asked: { path: string; version: string },
  folder: string,
  wanted: Wanted | undefined,
  ports: OriginPorts,
): Promise<ModuleVersion> {
  const settings = await readGoSettings(ports.env, { host: ports.host });
  const published = await describePublished(asked, settings, ports);
  if ('found' in published) return { ...published.found, packagePath: asked.path };
  const toolchain = await resolveToolchain(wanted ?? (await anyGo(ports)), ports);
  const go = withoutWorkspace(await prepareGo(toolchain, request, ports));
  return findModule(go.command, asked, folder);
}

/** A Go that can fetch modules: one that is there, else the newest, which is likely to be the one that is needed. */
async function anyGo(ports: OriginPorts): Promise<Wanted> {
  const askedBy = 'MODULE@VERSION';
  const { go } = await findLocalGo(ports);
  return go === undefined
    ? goSpecification('>=1.21', askedBy)
    : { kind: 'minimum', version: '1.21', askedBy };
}

/** The user's environment without the names that have no value. */
export function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
