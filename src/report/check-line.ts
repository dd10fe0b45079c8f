import type { Verdict } from '../verify/verdict.ts';
import type { Style } from './style.ts';

interface Group {
  readonly label: string;
  readonly holds: (check: string) => boolean;
  /** Say how many of its checks passed; without, only whether all did. */
  readonly counted?: boolean;
  /** What is said when the run has no such verdict; without, nothing is. */
  readonly absent?: string;
}

/**
 * What a person wants to know of a run's checks, in this order. A check counts in the first group that holds it; one that
 * no group holds is told only when it fails, by `formatFindings`.
 */
const groups: readonly Group[] = [
  { label: 'static', holds: (check) => check === 'binary/static' },
  { label: 'no build paths', holds: (check) => check === 'binary/build-paths' },
  { label: 'methods pruned', holds: (check) => check === 'binary/dead-code-elimination' },
  { label: 'non-root', holds: (check) => check === 'image/user' },
  { label: 'packed runs', holds: (check) => check === 'pack/runs' },
  { label: 'OCI', holds: (check) => /^(layout|index|image)\//.test(check), counted: true },
  { label: 'sandbox', holds: (check) => check.startsWith('sandbox/'), counted: true },
  { label: 'reproducible', holds: (check) => check.startsWith('reproduce/'), absent: 'not tried' },
];

/** The checks in one line: `static ✓   no build paths ✓   OCI 14/14 ✓   reproducible: not tried`. */
export function checkTexts(verdicts: readonly Verdict[], style: Style): string[] {
  return groups.flatMap((group) => {
    const held = verdicts.filter(({ check }) => groups.find((candidate) => candidate.holds(check)) === group);
    if (held.length === 0) return group.absent === undefined ? [] : [`${group.label}: ${group.absent}`];
    return [groupText(group, held, style)];
  });
}

function groupText(group: Group, verdicts: readonly Verdict[], style: Style): string {
  const asked = namesOf(verdicts.filter(({ status }) => status !== 'skip'));
  const failed = namesOf(verdicts.filter(({ status }) => status === 'fail'));
  if (asked.size === 0) return `${group.label}: not checked`;
  const count = group.counted === true ? ` ${asked.size - failed.size}/${asked.size}` : '';
  return `${group.label}${count} ${failed.size === 0 ? style.good('✓') : markOf(verdicts, style)}`;
}

function markOf(verdicts: readonly Verdict[], style: Style): string {
  const grave = verdicts.some(
    ({ status, severity }) => status === 'fail' && (severity === 'block' || severity === 'approve'),
  );
  return grave ? style.bad('✗') : style.warning('!');
}

function namesOf(verdicts: readonly Verdict[]): Set<string> {
  return new Set(verdicts.map(({ check }) => check));
}
