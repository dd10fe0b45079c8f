import type { ReaderName } from '../../request/requirement.ts';
import { sha256 } from '../../support/hashing.ts';

/** Where a tool is to read: the registry itself, or a layout in which each document has a name of its own. */
export type ReadPlace =
  | { readonly kind: 'layout'; readonly directory: string }
  | {
      readonly kind: 'registry';
      /** `127.0.0.1:5000` */
      readonly host: string;
      /** `127.0.0.1:5000/acme/api` */
      readonly repository: string;
      /** `unverified`: https, whose certificate is not looked at. */
      readonly transport: 'https' | 'unverified' | 'http';
    };

/** An index or manifest that tools are asked about. */
export interface AskedDocument {
  readonly digest: string;
  /** In the layout: its org.opencontainers.image.ref.name. */
  readonly name: string;
  /** Of an OCI image: the digests of its layers, from the lowest up. */
  readonly layers: readonly string[] | undefined;
}

/** One question: how it is put, what the answer should be, and how it is read. */
export interface Question {
  readonly args: readonly string[];
  readonly expected: readonly string[];
  /** Undefined: it is no answer. */
  readonly read: (stdout: string) => readonly string[] | undefined;
}

export interface Reader {
  readonly versionArgs: readonly string[];
  /** Undefined: the tool does not read such. */
  readonly ask: (document: AskedDocument, place: ReadPlace) => Question | undefined;
}

/** The tools, and how each of them is spoken to. What they say is parsed as data, never searched. */
export const readers: Readonly<Record<ReaderName, Reader>> = {
  oras: {
    versionArgs: ['version'],
    ask: ({ digest }, place) => ({
      args: ['manifest', 'fetch', '--descriptor', ...orasPlace(place, digest)],
      expected: [digest],
      read: (stdout) => digestField(stdout),
    }),
  },
  crane: {
    versionArgs: ['version'],
    ask: ({ digest }, place) =>
      place.kind === 'layout'
        ? undefined
        : {
            args: [
              'digest',
              ...(place.transport === 'https' ? [] : ['--insecure']),
              `${place.repository}@${digest}`,
            ],
            expected: [digest],
            read: oneDigest,
          },
  },
  skopeo: {
    versionArgs: ['--version'],
    // It gives the document itself, byte for byte.
    ask: ({ digest, name }, place) => ({
      args: ['inspect', '--raw', ...skopeoPlace(place, digest, name)],
      expected: [digest],
      read: (stdout) => [sha256(Buffer.from(stdout))],
    }),
  },
  regctl: {
    versionArgs: ['version', '--format', '{{.VCSTag}}'],
    ask: ({ digest }, place) => ({
      args: ['manifest', 'head', ...regctlPlace(place, digest)],
      expected: [digest],
      read: oneDigest,
    }),
  },
  umoci: {
    versionArgs: ['--version'],
    ask: ({ name, layers }, place) =>
      place.kind === 'registry' || layers === undefined
        ? undefined
        : {
            args: ['stat', '--image', `${place.directory}:${name}`, '--json'],
            expected: layers,
            read: layerDigests,
          },
  },
};

function orasPlace(place: ReadPlace, digest: string): string[] {
  if (place.kind === 'layout') return ['--oci-layout', `${place.directory}@${digest}`];
  const flags = { https: [], unverified: ['--insecure'], http: ['--plain-http'] } as const;
  return [...flags[place.transport], `${place.repository}@${digest}`];
}

function skopeoPlace(place: ReadPlace, digest: string, name: string): string[] {
  if (place.kind === 'layout') return [`oci:${place.directory}:${name}`];
  const flags = place.transport === 'https' ? [] : ['--tls-verify=false'];
  return [...flags, `docker://${place.repository}@${digest}`];
}

function regctlPlace(place: ReadPlace, digest: string): string[] {
  if (place.kind === 'layout') return [`ocidir://${place.directory}@${digest}`];
  const tls = { https: undefined, unverified: 'insecure', http: 'disabled' }[place.transport];
  const flags = tls === undefined ? [] : ['--host', `reg=${place.host},tls=${tls}`];
  return [...flags, `${place.repository}@${digest}`];
}

function oneDigest(stdout: string): string[] | undefined {
  const text = stdout.trim();
  return /^[a-z0-9+._-]+:[0-9a-zA-Z=_-]+$/.test(text) ? [text] : undefined;
}

/** A descriptor (image-spec, descriptor.md). */
function digestField(stdout: string): string[] | undefined {
  const { digest } = parsed(stdout);
  return typeof digest === 'string' ? [digest] : undefined;
}

/** umoci-stat(1): an entry of the history for each step, those that made a layer with its descriptor. */
function layerDigests(stdout: string): string[] | undefined {
  const { history } = parsed(stdout);
  if (!Array.isArray(history)) return undefined;
  return history.flatMap((entry: unknown) => {
    const { layer } = { ...(entry as { layer?: { digest?: unknown } | null } | null) };
    return typeof layer?.digest === 'string' ? [layer.digest] : [];
  });
}

function parsed(stdout: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stdout);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
