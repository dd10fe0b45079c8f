import { SlipwayError } from '../support/errors.ts';
import { type Command, type Exec, failure } from '../support/exec.ts';
import type { Host } from '../toolchain/ports.ts';
import type { Toolchain } from '../toolchain/resolve.ts';

/**
 * The port Exec for one toolchain's go command, which says so when this machine cannot run it. A go program for another
 * architecture need not fail to start: what the system refuses is given to /bin/sh (execvp(3)), whose words would be taken
 * for go's. So a command that fails is followed by `go version`, which fails for no other reason. Costs nothing while all is well.
 * @throws SlipwayError E_TOOLCHAIN when the go program does not run; what `exec` throws
 */
export function tellingWhetherItStarts(
  exec: Exec,
  toolchain: Pick<Toolchain, 'go' | 'version'>,
  host: Host,
): Exec {
  return async (command) => {
    const result = await exec(command).catch(async (error: unknown) => {
      if (error instanceof SlipwayError && error.code === 'E_TOOL') await mustStart(command);
      throw error;
    });
    if (result.status !== 0) await mustStart(command);
    return result;
  };

  async function mustStart({ env, signal }: Command): Promise<void> {
    const why = await whyNot({ file: toolchain.go, args: ['version'], ...(env && { env }), signal }, exec);
    if (why === undefined) return;
    const what = `${toolchain.version} for ${host.os}/${host.architecture}`;
    throw new SlipwayError('E_TOOLCHAIN', `${what} cannot run on this machine: ${why}`, {
      hint: 'let it be a Go for this machine, which builds for every platform that --platform names',
    });
  }
}

async function whyNot(command: Command, exec: Exec): Promise<string | undefined> {
  try {
    const result = await exec(command);
    const started = result.status === 0 && result.stdout.startsWith('go version ');
    return started ? undefined : `${command.file} version ends with ${failure(result)}`;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_TOOL') return error.message;
    throw error;
  }
}
