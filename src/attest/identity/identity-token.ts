import { SlipwayError } from '../../support/errors.ts';
import { type Fields, parseFields } from '../../support/fields.ts';

/** A token by which an issuer vouches for somebody (OpenID Connect Core, "ID Token"). Its text is a secret. */
export interface IdentityToken {
  readonly text: string;
  readonly issuer: string;
  /** Whose possession of a key is proved: the e-mail address, else the subject (sigstore/fulcio, docs/oidc.md). */
  readonly claimant: string;
  /** Whom a certificate for it names, where that follows from the token. */
  readonly subject: string | undefined;
  /** Seconds since 1970. */
  readonly expires: number | undefined;
}

/**
 * Reads a token. Whether it is sound is for the certificate authority to judge.
 * @throws SlipwayError E_AUTH when it is none; nothing of it is said
 */
export function readIdentityToken(text: string): IdentityToken {
  const [, payload, signature, ...more] = text.split('.');
  const claims = payload === undefined ? undefined : parseFields(Buffer.from(payload, 'base64url'));
  if (claims === undefined || signature === undefined || more.length > 0) {
    throw noToken('it is no JSON Web Token');
  }
  const issuer = textIn(claims, 'iss');
  const email = textIn(claims, 'email');
  if (email !== undefined && claims['email_verified'] !== true && claims['email_verified'] !== 'true') {
    throw noToken('its issuer has not verified the e-mail address in it');
  }
  const claimant = email ?? textIn(claims, 'sub');
  if (issuer === undefined || claimant === undefined) throw noToken('it names no issuer, or nobody');
  const expires = claims['exp'];
  return {
    text,
    issuer,
    claimant,
    subject: email ?? workflowOf(claims),
    expires: typeof expires === 'number' ? expires : undefined,
  };
}

/** GitHub's tokens name the workflow that runs, a called one where it is one; certificates have it as an address (sigstore/fulcio, docs/oidc.md). */
function workflowOf(claims: Fields): string | undefined {
  const workflow = textIn(claims, 'job_workflow_ref');
  return workflow === undefined ? undefined : `https://github.com/${workflow}`;
}

function textIn(claims: Fields, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function noToken(why: string): SlipwayError {
  return new SlipwayError('E_AUTH', `the identity token cannot be used: ${why}`, {
    hint: 'SIGSTORE_ID_TOKEN takes a token as an OpenID Connect issuer signs it, for the audience sigstore',
  });
}
