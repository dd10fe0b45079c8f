import type { Runs } from '../../pack/start.ts';
import type { Smoke } from '../../request/smoke.ts';
import { choosingOnce } from '../../sandbox/isolations/choose.ts';
import { leftAlone } from '../../sandbox/left-alone.ts';
import { measureStart } from '../../sandbox/measure-start.ts';
import type { Ports } from '../ports.ts';
import type { PackJob } from './pack-program.ts';

/** How a program's files are run: in the sandbox, by the target's contract. */
export function runsOf(
  { executable: { platform }, sandbox }: PackJob,
  smoke: Smoke | undefined,
  ports: Ports,
): Runs {
  if (sandbox === 'off') return notRun;
  const from = choosingOnce({ ...ports, sandbox });
  return {
    start: (path, runs) => measureStart({ path, platform }, smoke, runs, from),
    end: saysMore(smoke) ? undefined : (path, seconds) => leftAlone({ path, platform }, seconds, from),
  };
}

/** Whether a contract tells a program that works from one that only begins. */
function saysMore({ args, http, tcp, exec, expect }: Smoke = {}): boolean {
  return [args, http, tcp, exec, expect].some((each) => each !== undefined);
}

const off = { kind: 'not-run', why: '--sandbox off says to run nothing' } as const;
const notRun: Runs = { start: async () => off, end: async () => off };
