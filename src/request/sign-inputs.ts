import { list } from './collection-kinds.ts';
import { input } from './input.ts';
import { path } from './items.ts';
import { keyPlace } from './key-place.ts';
import { choice, type Item, matching, single, toggle } from './kinds.ts';
import { signField } from './sign-field.ts';

const common = {
  scope: 'run',
  group: 'Signing',
  commands: ['build', 'merge', 'sign', 'sign-blob'],
  action: false,
} as const;

const withVerify = ['build', 'merge', 'sign', 'sign-blob', 'verify'] as const;

/** Who signs: this program, or cosign. */
export type SignerName = 'builtin' | 'cosign';
/** How a signature lies beside its image. */
export type SignatureFormat = 'bundle' | 'tag';

export const certificateText: Item<string> = matching({
  placeholder: 'TEXT',
  one: 'a text on one line, as the certificate has it',
  many: 'texts',
  pattern: '^[^\\u0000\\n\\r]+$',
});

/** Inputs that say how something is signed. */
export const signInputs = {
  sign: input({
    ...common,
    commands: ['build', 'merge'],
    flag: 'sign',
    field: 'sign',
    kind: signField,
    description:
      'Sign what is pushed, before a tag is moved: the index and the image of each platform, with SLSA provenance, sizes, what was checked and bills of materials as signed attestations. Keyless, or with --key.',
    example: 'true',
    otherwise: 'true with --key, else false',
    action: {},
  }),
  githubAttestations: input({
    ...common,
    commands: ['build', 'merge'],
    flag: 'github-attestations',
    kind: toggle,
    fallback: false,
    description:
      "Keep attestations in GitHub's own store as well, for gh attestation verify: in a workflow whose job has attestations: write, signing keyless by the public Sigstore.",
    example: 'true',
    action: {},
  }),
  key: input({
    ...common,
    commands: withVerify,
    flag: 'key',
    action: { name: 'sign-key' },
    kind: single(keyPlace),
    description:
      'Private key to sign with: a file (its password in COSIGN_PASSWORD), env://VARIABLE, or with --signer cosign one in a KMS.',
    example: 'cosign.key',
    otherwise: 'keyless: a certificate for the identity that SIGSTORE_ID_TOKEN or the runner vouches for',
    under: {
      verify:
        'Public key that must have signed the image: a file, or env://VARIABLE. Without --trusted-root no log is looked at.',
    },
  }),
  signer: input({
    ...common,
    flag: 'signer',
    kind: single(choice<SignerName>('WORD', ['builtin', 'cosign'])),
    description:
      'Who makes signatures: slipway itself, or the program cosign on PATH, which opens keys of KMSs and of other kinds.',
    example: 'cosign',
    otherwise: 'builtin',
  }),
  signatureFormat: input({
    ...common,
    commands: ['build', 'merge', 'sign'],
    flag: 'signature-format',
    kind: list(choice<SignatureFormat>('WORD', ['bundle', 'tag']), { commas: true, atLeast: 1 }),
    description:
      'How signatures lie beside images: as Sigstore bundles that refer to them (what cosign 3 writes), or under the tag sha256-….sig for older readers.',
    example: 'bundle,tag',
    otherwise: 'bundle',
  }),
  recursive: input({
    ...common,
    commands: ['sign'],
    flag: 'recursive',
    kind: toggle,
    fallback: false,
    description: 'Sign the image of every platform too, not the index alone.',
    example: 'true',
  }),
  trustedRoot: input({
    ...common,
    commands: withVerify,
    flag: 'trusted-root',
    kind: single(path),
    description:
      'Trusted root (JSON) of the Sigstore that vouches: its certificate authorities, logs and timestamp authorities.',
    example: 'trusted_root.json',
    otherwise: 'keyless: the root of the public Sigstore, as it is now; for a key none',
    under: {
      verify:
        'Trusted root (JSON) of the Sigstore that vouches. Where it names logs, a signature has to be logged. Default: of an identity, the root of the public Sigstore, as it is now.',
    },
  }),
  signingConfig: input({
    ...common,
    flag: 'signing-config',
    kind: single(path),
    description:
      'Signing config (JSON): where the services of that Sigstore are. For a key: where it is logged and timestamped.',
    example: 'signing_config.json',
    otherwise: 'keyless: that of the public Sigstore; what a key signs is logged nowhere',
  }),
  publicLog: input({
    ...common,
    flag: 'public-log',
    kind: toggle,
    fallback: false,
    description:
      'Enter what a key signs into the log of the public Sigstore, for everybody to see and for good. cosign verify then needs no flag that leaves the log out.',
    example: 'true',
  }),
  identity: input({
    ...common,
    commands: withVerify,
    flag: 'identity',
    kind: single(certificateText),
    description:
      'Whom the certificate of a keyless signature must name: its subject, exactly. A signature by anybody else is not attached.',
    example: 'https://github.com/acme/api/.github/workflows/release.yml@refs/tags/v1.2.3',
    otherwise: 'whom the token names',
    under: {
      verify: 'Who must have signed the image: the subject of the certificate, exactly. With --issuer.',
    },
  }),
  issuer: input({
    ...common,
    commands: withVerify,
    flag: 'issuer',
    kind: single(certificateText),
    description: 'Who must vouch for that identity: the issuer of its token, exactly.',
    example: 'https://token.actions.githubusercontent.com',
    otherwise: 'the issuer of the token',
    under: { verify: 'Who must vouch for that identity, exactly.' },
  }),
  bundle: input({
    ...common,
    commands: ['sign-blob'],
    flag: 'bundle',
    kind: single(path),
    description: 'File to write the signature to, of one file.',
    example: 'checksums.txt.sigstore.json',
    otherwise: 'FILE.sigstore.json beside each file',
  }),
};
