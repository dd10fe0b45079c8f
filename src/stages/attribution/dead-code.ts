import { deadCodeLines } from '../../report/dead-code-words.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { DeadCodeGate } from '../../request/request.ts';
import type { DeadCode } from '../../size/reach/findings.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { InspectedTarget } from '../inspection.ts';

/** Its name, also among the checks that a snapshot keeps. */
export const deadCodeCheck = 'binary/dead-code-elimination';

/** A program that is judged. */
interface Judged {
  /** `api (linux/amd64)` */
  readonly subject: string;
  /** Path of the main package's module. */
  readonly mainModule: string | undefined;
  /** Why nothing is known of it, in lines; empty where nobody says. */
  readonly unknown: readonly string[];
  /** What is found of it is told with the prices of a platform where it is the same and dearer. */
  readonly dearer?: DeadCode | undefined;
}

/**
 * Does the linker leave out the methods that nothing calls? Where that is required, a program of which it is not known does not pass: it may
 * have become one that keeps them. Where it is only to be told, not knowing is no news.
 * @param found undefined: the compiled objects were not read
 */
export function checkDeadCode(
  found: DeadCode | undefined,
  gate: Exclude<DeadCodeGate, 'off'>,
  { subject, mainModule, unknown, dearer }: Judged,
): Verdict {
  const isRequired = gate === 'required';
  const answer = { check: deadCodeCheck, subject, severity: isRequired ? 'block' : 'warn' } as const;
  if (found === undefined) {
    const detail = [isRequired ? notShown : notKnown, ...unknown, ...(isRequired ? [letBe] : [])].join('\n');
    return { ...answer, status: isRequired ? 'fail' : 'skip', detail };
  }
  if (found.pruned) return { ...answer, status: 'pass', detail: '' };
  const lines = deadCodeLines(dearer ?? found, mainModule, dearer !== undefined);
  return { ...answer, status: 'fail', detail: [...lines, ...(isRequired ? [doWithout] : [])].join('\n') };
}

const notKnown = 'the compiled packages do not tell which methods the linker keeps';
const notShown = `cannot be shown to leave out methods that nothing calls: ${notKnown}`;
const letBe =
  'what cannot be judged does not pass; dead-code-elimination: warn in slipway.yaml asks for less';
const doWithout = 'do without what looks methods up, or say dead-code-elimination: warn in slipway.yaml';

/** Programs of a build, and what was found out of them. */
interface Read {
  /** By the program's path. */
  readonly byPath: ReadonlyMap<string, AttributionReport>;
  /** What was said of how programs were read; that of one begins with its subject. */
  readonly notices: readonly string[];
}

/** Of a target what its programs are judged by. */
interface JudgedTarget extends Pick<InspectedTarget, 'name'> {
  readonly settings: Pick<InspectedTarget['settings'], 'deadCode'>;
  readonly module: Pick<InspectedTarget['module'], 'Path'>;
  readonly executables: readonly Pick<InspectedTarget['executables'][number], 'path' | 'platform'>[];
}

/** Whether programs have to be read for the gate alone, whatever the report is to say. */
export function isDeadCodeJudged(targets: readonly Pick<JudgedTarget, 'settings'>[]): boolean {
  return targets.some(({ settings }) => settings.deadCode === 'required');
}

/**
 * The verdict on every program: on those that were read, and where a target requires it on all. Platforms of a target on which the same is
 * to blame are told alike, so that a reader has it once.
 */
export function judgeDeadCode(targets: readonly JudgedTarget[], { byPath, notices }: Read): Verdict[] {
  return targets.flatMap(({ name, executables, settings: { deadCode: gate }, module }) => {
    const all = executables.flatMap(({ path }) => byPath.get(path)?.deadCode ?? []);
    return executables.flatMap(({ path, platform }) => {
      const read = byPath.get(path);
      if (gate === 'off' || (gate === 'warn' && read === undefined)) return [];
      const subject = `${name} (${formatPlatform(platform)})`;
      const start = `${subject}: `;
      const unknown = notices.flatMap((text) => (text.startsWith(start) ? text.slice(start.length) : []));
      const dearer = dearestAlike(read?.deadCode, all);
      return checkDeadCode(read?.deadCode, gate, { subject, mainModule: module.Path, unknown, dearer });
    });
  });
}

/** Undefined where no other platform has the same. */
function dearestAlike(found: DeadCode | undefined, all: readonly DeadCode[]): DeadCode | undefined {
  if (found === undefined) return undefined;
  const alike = all.filter((each) => namesOf(each) === namesOf(found));
  return alike.length < 2 ? undefined : alike.toSorted((a, b) => b.pruningBytes - a.pruningBytes)[0];
}

function namesOf({ blockers }: DeadCode): string {
  return JSON.stringify(blockers.map(({ symbol }) => symbol).sort());
}
