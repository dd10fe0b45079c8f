import type { Bundle } from '@sigstore/bundle';
import { identityToken } from '../forge/identity-token.ts';
import type { SigningSettings } from '../request/signing-settings.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Environment } from '../support/http.ts';
import { builtinMaker } from './bundle-maker.ts';
import { type IdentityToken, readIdentityToken } from './identity/identity-token.ts';
import type { Signing } from './signing.ts';
import { fulcioSigner, subjectOf } from './sigstore/fulcio.ts';
import type { Services, ServicesPorts } from './sigstore/services.ts';

/** Whom tokens for Sigstore are meant for (sigstore/fulcio, docs/oidc.md). */
const audience = 'sigstore';
/** A token that is about to expire is asked for anew. */
const enoughSeconds = 30;

type Keyless = Pick<Signing, 'maker' | 'expected' | 'expectedOf'>;

/** Signing by an identity, with keys that live for minutes. */
export function openKeyless(
  { identity, issuer }: Pick<SigningSettings, 'identity' | 'issuer'>,
  { authority, witnesses }: Services,
  ports: ServicesPorts & { readonly env: Environment },
): Keyless {
  if (authority === undefined) {
    throw new SlipwayError('E_CONFIG', 'the signing config names no certificate authority', {
      hint: 'keyless signatures need one: caUrls; or sign with --key',
    });
  }
  const token = heldToken(ports);
  const who = async () => {
    const { issuer: own, subject } = await token();
    return { kind: 'identity', subject: identity ?? subject, issuer: issuer ?? own } as const;
  };
  return {
    maker: builtinMaker({ signer: fulcioSigner(authority, { ...ports, identity: token }), witnesses }),
    async expected() {
      const { subject, ...rest } = await who();
      return subject === undefined ? undefined : { ...rest, subject };
    },
    async expectedOf(bundle) {
      const { subject, ...rest } = await who();
      return { ...rest, subject: subject ?? subjectOf(leafOf(bundle), 'the new signature') };
    },
  };
}

function leafOf({ verificationMaterial: { content } }: Bundle): Buffer {
  if (content.$case === 'certificate') return content.certificate.rawBytes;
  throw new SlipwayError('E_VERIFY', 'the new signature has no certificate');
}

/** One token for as long as it is valid: each may be asked for its own log entry at the issuer. */
function heldToken(ports: ServicesPorts & { readonly env: Environment }): () => Promise<IdentityToken> {
  let held: Promise<IdentityToken> | undefined;
  const isFresh = ({ expires }: IdentityToken): boolean =>
    expires === undefined || expires - ports.now() / 1000 > enoughSeconds;
  return async () => {
    const known = await held;
    if (known !== undefined && isFresh(known)) return known;
    held = identityToken(audience, ports).then(readIdentityToken);
    held.catch(() => {
      held = undefined;
    });
    return held;
  };
}
