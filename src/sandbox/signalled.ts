import { constants } from 'node:os';
import type { LaunchedEnd } from '../support/launch.ts';

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** A status as shells and container runtimes give it: 128 + n is a signal that ended the program. */
export function signalled(end: LaunchedEnd): LaunchedEnd {
  if (end.status === null || end.status <= 128) return end;
  const name = signals.get(end.status - 128);
  return name === undefined ? end : { ...end, status: null, killedBy: name as NodeJS.Signals };
}

/** For people: `exit status 2`, `killed by SIGSEGV`. */
export function endedHow({ status, killedBy }: Pick<LaunchedEnd, 'status' | 'killedBy'>): string {
  return killedBy === null ? `exit status ${status}` : `killed by ${killedBy}`;
}
