import { SlipwayError } from '../support/errors.ts';
import { type Digest, isDigest } from '../support/hashing.ts';
import { quoted } from './faults.ts';

/** A repository of a registry: `{ registry: 'ghcr.io', repository: 'acme/api' }`. `registry` is a host with its port, if it has one. */
export interface Repository {
  readonly registry: string;
  readonly repository: string;
}

/** An image in a registry. With both, the digest decides and the tag is for people. */
export interface ImageReference extends Repository {
  readonly tag?: string;
  readonly digest?: Digest;
}

/** The registry, and the folder of its official images, that a name without a host means (distribution/reference, normalize.go). */
const dockerHub = 'docker.io';
const officialFolder = 'library';

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const domain = `(?:${label}(?:\\.${label})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?`;
const domainPattern = new RegExp(`^${domain}$`);
const pathPattern = new RegExp(`^${pathOf('[a-z0-9]')}$`);
/** The grammar of a tag (distribution-spec, "Pulling manifests"). */
export const tagPattern = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const wholeTag = new RegExp(`^${tagPattern}$`);
/** distribution/reference, reference.go: NameTotalLengthMax. */
const longestName = 255;

function pathOf(letter: string): string {
  const part = `${letter}+(?:(?:\\.|__?|-+)${letter}+)*`;
  return `${part}(?:/${part})*`;
}

/**
 * What {@link parseReference} takes, but for the length of a name: for schemas.
 * @param written patterns of what a name's letters and digits, a tag and a digest may be, where templates are known
 */
export function referencePattern(
  written: { readonly letter?: string; readonly tag?: string; readonly digest?: string } = {},
): string {
  const path = pathOf(written.letter ?? '[a-z0-9]');
  const after = `(?::(?:${written.tag ?? tagPattern}))?${written.digest ?? '(?:@sha256:[0-9a-f]{64})?'}`;
  // A first part with a dot, port or capital must be a host.
  return `(?:docker://)?(?:${domain}/${path}|(?![^/]*[.:A-Z][^/]*/|localhost/)${path})${after}`;
}

/**
 * Reads an image reference by the grammar of distribution/reference (reference.go, regexp.go), with the names that Docker
 * leaves out filled in: `alpine` is docker.io/library/alpine. No tag is invented.
 * @throws SlipwayError E_CONFIG that says which part is wrong
 */
export function parseReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) {
    throw wrong(
      text,
      `${quoted(digest)} is not a digest`,
      'a digest is sha256: and 64 lower-case hexadecimal digits',
    );
  }
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) {
    const rule = 'a tag has up to 128 letters, digits and . _ - and does not begin with . or -';
    throw wrong(text, `${quoted(tag)} is not a tag`, rule);
  }
  const repository = parseName(text, colon < 0 ? named : named.slice(0, colon));
  return { ...repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

function parseName(text: string, name: string): Repository {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  // A first part without a dot, port, capital or the name localhost is a path on Docker Hub.
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const registry = isHost && first !== `index.${dockerHub}` ? first : dockerHub;
  const inside = isHost ? name.slice(slash + 1) : name;
  if (!domainPattern.test(registry) || !URL.canParse(`https://${registry}`))
    throw wrong(text, `${quoted(registry)} is not a registry's host`);
  if (!pathPattern.test(inside)) {
    const rule =
      'a name has lower-case letters and digits, with one of . _ __ - between them and / between its parts';
    throw wrong(
      text,
      inside === '' ? 'it names no image' : `${quoted(inside)} is not a repository's name`,
      rule,
    );
  }
  if (registry.length + 1 + inside.length > longestName) {
    throw wrong(text, `its name is longer than ${longestName} characters`);
  }
  const official = registry === dockerHub && !inside.includes('/');
  return { registry, repository: official ? `${officialFolder}/${inside}` : inside };
}

function wrong(text: string, what: string, hint?: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${quoted(text)} is not an image reference: ${what}`, {
    hint: hint ?? 'write it as ghcr.io/acme/api, with :TAG or @sha256:… after it where that is meant',
  });
}

/** distribution-spec, "Pulling manifests": the grammar of a tag. */
export function isTag(text: string): boolean {
  return wholeTag.test(text);
}

/** The full spelling: `docker.io/library/alpine:3.20@sha256:…`. */
export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Whether a repository is among Docker Hub's official images, to which a word alone leads. */
export function isOfficial({ registry, repository }: Repository): boolean {
  return registry === dockerHub && repository.startsWith(`${officialFolder}/`);
}

export function sameRepository(a: Repository, b: Repository): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}
