import type { TarEntry } from '../../support/tar/read-tar.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Base } from './base.ts';

const setUid = 0o4000;
const setGid = 0o2000;
const sticky = 0o1000;
const worldWritable = 0o002;

/** What is risky about a file of a base, in words; undefined when nothing is. */
export function riskOf(path: string, { type, mode }: Pick<TarEntry, 'type' | 'mode'>): string | undefined {
  const octal = mode.toString(8).padStart(4, '0');
  const name = JSON.stringify(path).slice(1, -1);
  if (type === 'file' && mode & setUid) return `${name} is set-uid (mode ${octal})`;
  if (type === 'file' && mode & setGid) return `${name} is set-gid (mode ${octal})`;
  if (!(mode & worldWritable) || (type !== 'file' && type !== 'directory')) return undefined;
  // In a folder with the sticky bit, such as /tmp, nobody can touch what is another's.
  if (type === 'directory' && mode & sticky) return undefined;
  return `${name} can be written by everybody (mode ${octal})`;
}

const listed = 10;

/**
 * The verdict on the files of a base that others made; none for the bases that Slipway makes, whose files it knows.
 * @param subject a target and platform
 */
export function checkBaseFiles(base: Base, subject: string): Verdict[] {
  if (base.foreign === undefined) return [];
  const verdict = { check: 'base/files', subject, severity: 'warn' } as const;
  if (base.contents === undefined) {
    const detail = `the layers of ${base.reference} were not looked into: nothing in this run needed them here`;
    return [{ ...verdict, status: 'skip', detail }];
  }
  const { risks } = base.contents;
  if (risks.length === 0) return [{ ...verdict, status: 'pass', detail: '' }];
  const detail = [
    `the base ${base.reference} has files that let a program do more than its user may`,
    ...risks.slice(0, listed),
    ...(risks.length > listed ? [`and ${risks.length - listed} more`] : []),
    'to do: take a smaller base, or forbid new privileges where the image runs (no-new-privileges, allowPrivilegeEscalation: false)',
  ];
  return [{ ...verdict, status: 'fail', detail: detail.join('\n') }];
}
