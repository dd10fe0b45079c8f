import {
  type Contents,
  digestOf,
  missingBelow,
  parseManifest,
  repositoryOf,
  type StoredRepository,
} from './contents.ts';
import { type Answer, type Question, refusal } from './exchange.ts';
import { answerUpload, type UploadOptions } from './uploads.ts';

export interface EndpointOptions extends UploadOptions {
  /** The referrers API, which registries from before 1.1 lack. */
  readonly referrers: boolean;
  /** Takes manifests whose blobs or children are missing, as some registries do. */
  readonly lenient: boolean;
  /** Most tags or referrers in one answer. */
  readonly pageLength: number;
}

/** distribution-spec, "Endpoints". */
export function answer(question: Question, contents: Contents, options: EndpointOptions): Answer {
  const { pathname } = question.url;
  if (/^\/v2\/?$/.test(pathname)) return { status: 200 };
  const found =
    /^\/v2\/(.+)\/(?:(blobs)\/(uploads)\/([^/]*)|(blobs|manifests|tags|referrers)\/([^/]+))$/.exec(pathname);
  const [, name = '', , uploads, id = '', kind, reference = ''] = found ?? [];
  if (uploads !== undefined) return answerUpload(question, name, id, contents, options);
  if (kind === 'referrers' && !options.referrers) return refusal(404, 'UNSUPPORTED', 'no such endpoint');
  const known = contents.get(name);
  if (kind === 'manifests' && question.method === 'PUT') {
    return putManifest(question, repositoryOf(contents, name), name, reference, options);
  }
  if (known === undefined) return refusal(404, 'NAME_UNKNOWN');
  if (kind === 'blobs') return blob(question, known, reference);
  if (kind === 'manifests') return manifest(question, known, reference);
  if (kind === 'tags') return listTags(question, known, name, options);
  if (kind === 'referrers') return listReferrers(question, known, reference, options);
  return refusal(404, 'UNSUPPORTED', 'no such endpoint');
}

function blob({ method, headers }: Question, { blobs }: StoredRepository, digest: string): Answer {
  const bytes = blobs.get(digest);
  if (bytes === undefined) return refusal(404, 'BLOB_UNKNOWN');
  if (method === 'DELETE') return blobs.delete(digest) ? { status: 202 } : refusal(404, 'BLOB_UNKNOWN');
  const common = { 'content-type': 'application/octet-stream', 'docker-content-digest': digest };
  const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
  if (range === null) return { status: 200, headers: { ...common, 'accept-ranges': 'bytes' }, body: bytes };
  const first = Number(range[1]);
  const last = range[2] === '' ? bytes.length - 1 : Math.min(Number(range[2]), bytes.length - 1);
  if (first > last) return { status: 416, headers: { 'content-range': `bytes */${bytes.length}` } };
  const part = { ...common, 'content-range': `bytes ${first}-${last}/${bytes.length}` };
  return { status: 206, headers: part, body: bytes.subarray(first, last + 1) };
}

function manifest({ method }: Question, repository: StoredRepository, reference: string): Answer {
  const { manifests, tags } = repository;
  const digest = reference.includes(':') ? reference : (tags.get(reference) ?? '');
  const stored = manifests.get(digest);
  if (stored === undefined) return refusal(404, 'MANIFEST_UNKNOWN');
  if (method === 'DELETE') {
    if (!tags.delete(reference)) manifests.delete(digest);
    return { status: 202 };
  }
  const headers = { 'content-type': stored.mediaType, 'docker-content-digest': digest };
  return { status: 200, headers, body: stored.bytes };
}

function putManifest(
  { body, headers, broken }: Question,
  repository: StoredRepository,
  name: string,
  reference: string,
  options: EndpointOptions,
): Answer {
  if (broken) return { status: 0 };
  const digest = digestOf(body);
  if (reference.includes(':') && reference !== digest) return refusal(400, 'DIGEST_INVALID');
  const mediaType = headers['content-type'] ?? '';
  const { mediaType: own = mediaType, subject } = parseManifest(body);
  if (own !== mediaType) return refusal(400, 'MANIFEST_INVALID', 'mediaType is not the Content-Type');
  const missing = options.lenient ? [] : missingBelow(repository, body);
  if (missing.length > 0) return refusal(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown', missing);
  repository.manifests.set(digest, { mediaType, bytes: body });
  if (!reference.includes(':')) repository.tags.set(reference, digest);
  const answered = { location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest };
  const seen = subject !== undefined && options.referrers ? { 'oci-subject': subject.digest } : {};
  return { status: 201, headers: { ...answered, ...seen } };
}

function listTags(
  { url }: Question,
  { tags }: StoredRepository,
  name: string,
  options: EndpointOptions,
): Answer {
  const last = url.searchParams.get('last') ?? '';
  const asked = Number(url.searchParams.get('n') ?? options.pageLength);
  const all = [...tags.keys()].sort().filter((tag) => tag > last);
  const page = all.slice(0, Math.min(asked, options.pageLength));
  const next = `/v2/${name}/tags/list?n=${asked}&last=${page.at(-1)}`;
  return json({ name, tags: page }, 'application/json', page.length < all.length ? next : undefined);
}

function listReferrers(
  { url }: Question,
  { manifests }: StoredRepository,
  subject: string,
  options: EndpointOptions,
): Answer {
  const all = [...manifests]
    .map(([digest, { mediaType, bytes }]) => ({
      digest,
      mediaType,
      size: bytes.length,
      document: parseManifest(bytes),
    }))
    .filter(({ document }) => document.subject?.digest === subject)
    .map(({ document: { artifactType, config, annotations }, ...descriptor }) => ({
      ...descriptor,
      artifactType: artifactType ?? config?.mediaType,
      annotations,
    }));
  const first = Number(url.searchParams.get('from') ?? 0);
  const page = all.slice(first, first + options.pageLength);
  const after = first + page.length;
  const type = 'application/vnd.oci.image.index.v1+json';
  const next = after < all.length ? `${url.pathname}?from=${after}` : undefined;
  return json({ schemaVersion: 2, mediaType: type, manifests: page }, type, next);
}

function json(document: unknown, type: string, next: string | undefined): Answer {
  const link = next === undefined ? {} : { link: `<${next}>; rel="next"` };
  return {
    status: 200,
    headers: { 'content-type': type, ...link },
    body: Buffer.from(JSON.stringify(document)),
  };
}
