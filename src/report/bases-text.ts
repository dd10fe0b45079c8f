import { libcText } from '../binary/loading/base-libc.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { BaseInspection } from './inspection.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { Style } from './style.ts';

/** What a person calls the checks that depend on a base. */
const labels: Readonly<Record<string, string>> = { 'binary/static': 'start', 'binary/lookups': 'lookups' };

/** How a program fares on each base, a paragraph each: whether it starts there, and what of its lookups is there. */
export function formatBases(bases: readonly BaseInspection[], style: Style): string[][] {
  const width = Math.max(...Object.values(labels).map((label) => label.length));
  return bases.map(({ reference, libcs, verdicts }) => {
    const has = libcs.length === 0 ? 'no C library' : libcs.map(libcText).join(', ');
    return [
      `${style.bold(`on ${plainLine(reference)}`)}   ${style.dim(has)}`,
      ...verdicts.flatMap((verdict) => {
        const [first = '', ...more] = plainText(verdict.detail).trimEnd().split('\n');
        const label = (labels[verdict.check] ?? verdict.check).padEnd(width);
        const indent = ' '.repeat(width + 6);
        return [`  ${label}  ${markOf(verdict, style)} ${first}`, ...more.map((line) => `${indent}${line}`)];
      }),
    ];
  });
}

function markOf({ status, severity }: Verdict, style: Style): string {
  if (status === 'pass') return style.good('✓');
  if (status === 'skip') return style.dim('–');
  return severity === 'block' ? style.bad('✗') : style.warning('!');
}
