import { VerificationError } from '@sigstore/verify';
import { asSlipwayError, isSystemError, SlipwayError } from '../support/errors.ts';
import { oneLine } from '../support/one-line.ts';

/** A signature that does not hold, with the reason. */
export function refusal(where: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_VERIFY', `${where} does not hold: ${oneLine(why)}`, { cause });
}

/** What the library's codes mean to a reader. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^SIGNATURE/, 'it was made with another key, or what was signed has changed since'],
  [/^PUBLIC_KEY/, 'its key is not trusted'],
  [/^CERTIFICATE/, 'its certificate is not trusted'],
  [/^TIMESTAMP/, 'nobody that is trusted says when it was made'],
  [/^TLOG/, 'its entry in the transparency log does not fit'],
];

/** The refusal for what verifying threw; faults of our own stay as they are. */
export function becauseOf(error: unknown, where: string): Error {
  if (error instanceof SlipwayError || isSystemError(error)) return asSlipwayError(error);
  if (error instanceof VerificationError) {
    const [, words = 'it cannot be checked'] = reasons.find(([code]) => code.test(error.code)) ?? [];
    const more = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
    return refusal(where, `${words} (${more})`, error);
  }
  // Certificates and timestamps that are no ASN.1: the library's parser throws what it happens to meet.
  const said = error instanceof Error ? `: ${error.message}` : '';
  return refusal(where, `a part of it cannot be read${said}`, error);
}
