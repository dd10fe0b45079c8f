import { parseFields } from '../support/fields.ts';
import { type Digest, hexOf, isDigest } from '../support/hashing.ts';
import { readFields } from '../support/read-fields.ts';

/** What a DSSE envelope of in-toto holds (in-toto attestation framework, spec/v1/envelope.md). */
export const statementType = 'application/vnd.in-toto+json';

/** The predicate that a signature of cosign is: it says nothing but that somebody signed the subject. */
export const signaturePredicate = 'https://sigstore.dev/cosign/sign/v1';

/** An in-toto statement, as far as signatures need it (in-toto attestation framework, spec/v1/statement.md). */
export interface Statement {
  readonly predicateType: string;
  /** SHA-256 of its subjects. */
  readonly subjects: readonly Digest[];
}

/** The statement by which cosign signs an image: its manifest or index, by digest. */
export function imageStatement(digest: Digest): Buffer {
  return Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: hexOf(digest) } }],
      predicateType: signaturePredicate,
      predicate: {},
    }),
  );
}

/** Reads a statement of in-toto 0.1 or 1; undefined for what is none. */
export function readStatement(payload: Uint8Array): Statement | undefined {
  try {
    const fields = readFields(parseFields(payload), (why) => new NoStatement(why));
    if (!/^https:\/\/in-toto\.io\/Statement\/v(?:0\.1|1)$/.test(fields.text('_type'))) return undefined;
    const subjects = fields.list('subject').map((subject): string => {
      const digest = subject.object('digest');
      return digest.has('sha256') ? `sha256:${digest.text('sha256')}` : '';
    });
    return { predicateType: fields.text('predicateType'), subjects: subjects.filter(isDigest) };
  } catch (error) {
    if (error instanceof NoStatement) return undefined;
    throw error;
  }
}

class NoStatement extends Error {}
