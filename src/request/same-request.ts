import { type Fault, quoted, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { flagsOf } from './inputs.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway verify --same A B` is asked. Paths are absolute. */
export interface SameRequest extends Pick<SubjectRequest, 'registries' | 'cacheDirectory'> {
  /** `A = B`, as the user named them. */
  readonly name: string;
  readonly a: SubjectRequest['subject'];
  readonly b: SubjectRequest['subject'];
}

/**
 * The request of `slipway verify --same A B`.
 * @throws SlipwayError E_CONFIG with every fault: not two images, or a flag that asks something of one
 */
export async function sameRequest(flags: Flags, host: HostEnvironment): Promise<SameRequest> {
  const { values, positionals } = flags;
  const [a = '', b = ''] = positionals;
  const faults: Fault[] = flagsOf('verify').flatMap(({ name, flag, group }) => {
    const isOfOne = group === 'Signing' || name === 'require' || name === 'chain';
    const isGiven = values[name] !== undefined && values[name] !== false;
    return isOfOne && isGiven ? [ofOneImage(flag)] : [];
  });
  if (positionals.length !== 2) faults.unshift(notTwo(positionals));
  throwFaults(faults, 'slipway verify');
  const side = (name: string, where: string) =>
    subjectRequest('verify', { ...flags, positionals: [name] }, host, where);
  const one = await side(a, 'A');
  const other = await side(b, 'B');
  const { registries, cacheDirectory } = one;
  return { name: `${a} = ${b}`, a: one.subject, b: other.subject, registries, cacheDirectory };
}

function ofOneImage(flag: string): Fault {
  return {
    where: `--${flag}`,
    message: 'asks something of one image, and --same compares two',
    hint: `leave it out, and ask it of each: slipway verify IMAGE --${flag} …`,
  };
}

function notTwo([only]: readonly string[]): Fault {
  return {
    where: '--same',
    message:
      only === undefined ? 'two images are missing' : `takes two images, and there is only ${quoted(only)}`,
    hint: 'for example slipway verify --same out ghcr.io/acme/api:v1',
  };
}
