/** Who signs the images of a repository, by its name's beginning. */
interface KnownSigner {
  readonly prefix: string;
  readonly subject: string;
  readonly issuer: string;
  /** Where the publisher says so. */
  readonly source: string;
}

const known: readonly KnownSigner[] = [
  {
    prefix: 'gcr.io/distroless/',
    subject: 'keyless@distroless.iam.gserviceaccount.com',
    issuer: 'https://accounts.google.com',
    source: 'github.com/GoogleContainerTools/distroless, README.md, "How do I verify distroless images?"',
  },
  {
    prefix: 'cgr.dev/chainguard/',
    subject: 'https://github.com/chainguard-images/images/.github/workflows/release.yaml@refs/heads/main',
    issuer: 'https://token.actions.githubusercontent.com',
    source: 'edu.chainguard.dev, "How to Use Chainguard Containers", Verifying',
  },
];

/**
 * Who has to have signed an image, where its publisher tells everybody.
 * @param repository with its registry: `gcr.io/distroless/static-debian13`
 */
export function knownSigner(repository: string): Pick<KnownSigner, 'subject' | 'issuer'> | undefined {
  return known.find(({ prefix }) => repository.startsWith(prefix));
}
