import { input } from './input.ts';
import { keyPlace } from './key-place.ts';
import { single, toggle } from './kinds.ts';
import { certificateText } from './sign-inputs.ts';

const common = { scope: 'run', group: 'The image', commands: ['build'] } as const;

/** Inputs that say who has to have signed a base. */
export const baseSignatureInputs = {
  verifyBase: input({
    ...common,
    flag: 'verify-base',
    field: 'verify-base',
    kind: toggle,
    fallback: false,
    description:
      'Refuse a base from a registry that is not signed by whom it should be. Of gcr.io/distroless and cgr.dev/chainguard that is known; of others --base-identity with --base-issuer, or --base-key, says it.',
    example: 'true',
  }),
  baseIdentity: input({
    ...common,
    flag: 'base-identity',
    field: 'base-identity',
    kind: single(certificateText),
    description: "Whom the certificate of the base's signature must name, exactly.",
    example: 'https://github.com/acme/bases/.github/workflows/release.yml@refs/heads/main',
    otherwise: 'who signs distroless and Chainguard images',
  }),
  baseIssuer: input({
    ...common,
    flag: 'base-issuer',
    field: 'base-issuer',
    kind: single(certificateText),
    description: 'Who must vouch for that identity, exactly.',
    example: 'https://token.actions.githubusercontent.com',
  }),
  baseKey: input({
    ...common,
    flag: 'base-key',
    kind: single(keyPlace),
    description: 'Public key that must have signed the base: a file, or env://VARIABLE.',
    example: 'bases.pub',
  }),
};
