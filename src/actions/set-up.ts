import { join } from 'node:path';
import { formatSeconds } from '../report/format-bytes.ts';
import type { BuildRequest } from '../request/request.ts';
import { type Ports, toolchainPorts } from '../stages/ports.ts';
import { resolveToolchain, type Toolchain } from '../toolchain/resolve.ts';
import { governingFile, wantedGo } from '../toolchain/wanted.ts';
import type { LogGroups } from './log-groups.ts';
import { addPath, setOutputs } from './runner.ts';

/**
 * Puts the Go that the source or the workflow asks for first on PATH for later steps, and builds nothing. A job without a
 * Go module, which only wants the program slipway, asks for none.
 */
export async function setUpGo(request: BuildRequest, ports: Ports, groups: LogGroups): Promise<void> {
  groups.begin(title);
  const started = ports.clock.seconds();
  const toolchain = await findGo(request, ports, groups);
  if (toolchain === undefined) groups.say('there is no go.mod here, and no go-version is asked for', title);
  else {
    groups.say(`${toolchain.version} (${toolchain.source}), asked for by ${toolchain.askedBy}`, title);
    for (const notice of toolchain.notices) groups.say(notice, title);
    addPath(join(toolchain.goroot, 'bin'));
    setOutputs({ 'go-version': toolchain.version.replace(/^go/, '') });
  }
  groups.say(formatSeconds(ports.clock.seconds() - started), title);
  groups.done(title);
}

const title = 'Set up Go';

async function findGo(
  request: BuildRequest,
  ports: Ports,
  groups: LogGroups,
): Promise<Toolchain | undefined> {
  const { source, go, cacheDirectory } = request;
  const directory = source.kind === 'directory' ? source.directory : cacheDirectory;
  const said = go.version !== undefined || go.versionFile !== undefined;
  const gowork = ports.env['GOWORK'];
  if (!said && (await governingFile(directory, gowork)) === undefined) return undefined;
  const progress = (text: string): void => groups.say(text, title);
  return resolveToolchain(
    await wantedGo(go, directory, { gowork }),
    toolchainPorts(ports, request, progress),
  );
}
