import { SlipwayError } from '../../../support/errors.ts';

/** @param offset in the package's archive */
export function unreadable(offset: number, what: string): SlipwayError {
  return new SlipwayError('E_BINARY', `a compiled package cannot be read at byte ${offset}: ${what}`, {
    hint: 'if its cache is damaged: go clean -cache, then build again',
  });
}
