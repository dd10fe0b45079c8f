import type { Digest } from '../support/hashing.ts';

/** What the build knows about the program; fields that are undefined or empty leave no trace. */
export interface BuildFacts {
  /** The target's name. */
  readonly title: string;
  readonly importPath: string;
  readonly modulePath: string;
  readonly goVersion: string;
  /** RFC 3339, UTC. */
  readonly created: string;
  readonly version?: string | undefined;
  readonly revision?: string | undefined;
  /** URL of the source code. */
  readonly source?: string | undefined;
  readonly vcsTime?: string | undefined;
  readonly vcsModified?: boolean | undefined;
  /**
   * The base, where it is an image that can be pulled under this name: base.digest must be the digest of that manifest
   * (image-spec, annotations.md), so neither built-in bases nor files are named.
   */
  readonly baseImage?: { readonly name: string; readonly digest: Digest } | undefined;
}

export type Text = Readonly<Record<string, string>>;

/** Labels go to the config, annotations to every manifest and to the index: some tools read the one, some the other. */
export interface Metadata {
  readonly labels: Text;
  readonly annotations: Text;
}

/**
 * The program's labels and annotations, keys sorted: image-spec's own (annotations.md), and Go's build information under
 * the names `go version -m` uses. A value of the user's wins; an empty one takes the key away.
 * @param inherited labels of the base
 */
export function imageMetadata(
  facts: BuildFacts,
  user: { readonly labels: Text; readonly annotations: Text },
  inherited: Text = {},
): Metadata {
  const own = ownMetadata(facts);
  return {
    labels: present({ ...inherited, ...own, ...user.labels }),
    annotations: present({ ...own, ...user.annotations }),
  };
}

function ownMetadata(facts: BuildFacts): Record<string, string | undefined> {
  return {
    'org.opencontainers.image.title': facts.title,
    'org.opencontainers.image.version': facts.version,
    'org.opencontainers.image.revision': facts.revision,
    'org.opencontainers.image.source': facts.source,
    'org.opencontainers.image.created': facts.created,
    'org.opencontainers.image.base.name': facts.baseImage?.name,
    'org.opencontainers.image.base.digest': facts.baseImage?.digest,
    'vcs.revision': facts.revision,
    'vcs.time': facts.vcsTime,
    'vcs.modified': facts.vcsModified?.toString(),
    'go.module': facts.modulePath,
    'go.package': facts.importPath,
    'go.version': facts.goVersion,
  };
}

function present(all: Readonly<Record<string, string | undefined>>): Text {
  const entries = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
