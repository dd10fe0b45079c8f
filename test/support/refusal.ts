import assert from 'node:assert/strict';
import { type ErrorCode, SlipwayError } from '../../src/support/errors.ts';

/** The error that a call ends with; fails the test when it ends well, with another kind, or with another code. */
export async function refusal(call: () => unknown, code: ErrorCode = 'E_CONFIG'): Promise<SlipwayError> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    assert.equal(error.code, code);
    return error;
  }
  return assert.fail(`expected ${code}, but nothing was refused`);
}
