import { closest, distance } from 'fastest-levenshtein';
import { SlipwayError } from '../support/errors.ts';

/** One thing that is wrong with the request. `where` is a flag or `slipway.yaml:LINE:COLUMN`. */
export interface Fault {
  readonly where: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/**
 * Ends the reading when something was wrong: all faults in one error, in the order they were found.
 * @throws SlipwayError E_CONFIG
 */
export function throwFaults(faults: readonly Fault[], subject: string): void {
  const [first, ...others] = faults;
  if (first === undefined) return;
  if (others.length === 0) {
    throw new SlipwayError('E_CONFIG', `${first.where}: ${first.message}`, { hint: first.hint });
  }
  const lines = faults.flatMap(({ where, message, hint }) => [
    `${where}: ${message}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ]);
  throw new SlipwayError('E_CONFIG', [`${subject}: ${faults.length} faults`, ...lines].join('\n'));
}

/** Runs a reader that throws E_CONFIG and keeps what it throws as a fault of `where`. */
export function collect<Value>(where: string, faults: Fault[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
    faults.push({ where, message: error.message, hint: error.hint });
    return undefined;
  }
}

/** `did you mean …?` when a known name is near enough to be a slip or a shortening, else the known names. */
export function nearestHint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name.toLowerCase(), known);
  return nearest === undefined ? `known: ${known.join(', ')}` : `did you mean ${nearest}?`;
}

/** The known name that was most likely meant; undefined when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length < 2 || known.length === 0) return undefined;
  const nearest = closest(name, known);
  const slips = Math.min(name.length, nearest.length) < 4 ? 1 : Math.max(2, Math.floor(nearest.length / 3));
  if (distance(name, nearest) <= slips) return nearest;
  return name.length < 3 ? undefined : known.find((candidate) => candidate.includes(name));
}

/** USER:PASSWORD@ where a host or an address begins; what has a digest after its @ is an image. */
const password = /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^\s:@/]+:).+@(?!sha\d+:)/i;

/** A name or value of the user's inside a message: quoted, on one line, cut when it is long, and without a password. */
export function quoted(text: string): string {
  const shown = text.replace(password, '$1…@');
  return JSON.stringify(shown.length > 80 ? `${shown.slice(0, 77)}…` : shown);
}
