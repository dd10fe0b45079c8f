import type { ExecutableFacts } from '../executable.ts';
import type { BuildInfo } from '../go/build-info.ts';
import { type Answer, fail, pass, skip, type Wanted } from './answer.ts';

/** Since then GOMAXPROCS follows a container's CPU quota (go1.25 release notes, "Container-aware GOMAXPROCS"). */
const awareSince = 25;
const setting = 'containermaxprocs';
/** Sets GOMAXPROCS from the quota when it is imported. Build info lists a module only when a package of it is linked. */
const helper = 'go.uber.org/automaxprocs';

/** Does the program use as many threads as its container may have CPUs, or as the machine has? */
export function checkMaxProcs({ buildInfo }: ExecutableFacts, { platform }: Wanted): Answer {
  if (platform.os !== 'linux') return skip('CPU quotas of containers are a matter of linux');
  if (buildInfo === undefined) return skip('it carries no Go build info');
  if (buildInfo.dependencies.some(({ path }) => path === helper)) return pass(`by ${helper}`);
  const blind = blindness(buildInfo);
  if (blind === undefined) return pass();
  return fail(
    [
      'takes as many CPUs as the machine has, whatever quota its container has (GOMAXPROCS)',
      `because ${blind.why}`,
      `${blind.instead}, set GOMAXPROCS in the container, or import _ "${helper}"`,
    ].join('\n'),
  );
}

function blindness({ goVersion, settings }: BuildInfo): { why: string; instead: string } | undefined {
  const minor = /^go1\.(\d+)/.exec(goVersion)?.[1];
  if (minor !== undefined && Number(minor) < awareSince) {
    return { why: `${goVersion} does not know quotas; Go 1.25 does`, instead: 'build with a newer Go' };
  }
  const chosen = (settings['DefaultGODEBUG'] ?? '').split(',').includes(`${setting}=0`);
  if (!chosen) return undefined;
  return {
    why: `go.mod asks for the behaviour of an older Go (${setting}=0)`,
    instead: 'say go 1.25.0 or newer in go.mod',
  };
}
