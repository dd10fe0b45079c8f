import type { Verified } from '../attest/verify-bundle.ts';

/** What was signed and by whom, in two lines. */
export function signatureLines(
  what: string,
  { by, logIndexes, made }: Verified & { readonly made: boolean },
): string[] {
  const who = by.kind === 'key' ? `the key ${by.hint}` : `${by.subject}, for whom ${by.issuer} vouches`;
  const logged = logIndexes.length === 0 ? '' : `, log index ${logIndexes.join(', ')}`;
  return [`${made ? 'signed' : 'signed before'}: ${what}`, `  by ${who}${logged}`];
}
