import { randomBytes } from 'node:crypto';
import { type Contents, digestOf, repositoryOf } from './contents.ts';
import { type Answer, type Question, refusal } from './exchange.ts';

export interface UploadOptions {
  /** Mounts from other repositories; false: every mount becomes an upload. */
  readonly mounts: boolean;
  /** What Location says for an upload's path. */
  readonly location: (path: string) => string;
}

/** distribution-spec, "Pushing Blobs": POST begins or mounts, PATCH adds, GET tells how far it is, PUT ends, DELETE gives up. */
export function answerUpload(
  question: Question,
  name: string,
  id: string,
  contents: Contents,
  options: UploadOptions,
): Answer {
  if (id === '') return question.method === 'POST' ? begin(question, name, contents, options) : unsupported();
  const { uploads } = repositoryOf(contents, name);
  const held = uploads.get(id);
  // A client must keep the query that Location had.
  if (held === undefined || question.url.searchParams.get('_state') !== stateOf(id)) {
    return refusal(404, 'BLOB_UPLOAD_UNKNOWN');
  }
  const headers = (bytes: Buffer): Record<string, string> => ({
    location: locationOf(name, id, options),
    range: `0-${Math.max(0, bytes.length - 1)}`,
  });
  switch (question.method) {
    case 'GET':
      return { status: 204, headers: headers(held) };
    case 'DELETE':
      uploads.delete(id);
      return { status: 204 };
    case 'PATCH':
    case 'PUT': {
      if (!continues(question, held)) return { status: 416, headers: headers(held) };
      const bytes = Buffer.concat([held, question.body]);
      uploads.set(id, bytes);
      if (question.broken) return { status: 0 };
      if (question.method === 'PATCH') return { status: 202, headers: headers(bytes) };
      uploads.delete(id);
      return keep(question, name, bytes, contents);
    }
    default:
      return unsupported();
  }
}

function begin(question: Question, name: string, contents: Contents, options: UploadOptions): Answer {
  const { searchParams } = question.url;
  const mount = searchParams.get('mount');
  const from = searchParams.get('from');
  const repository = repositoryOf(contents, name);
  if (mount !== null && from !== null && options.mounts) {
    const bytes = contents.get(from)?.blobs.get(mount);
    if (bytes !== undefined) {
      repository.blobs.set(mount, bytes);
      return created(name, mount);
    }
  }
  if (searchParams.has('digest')) return keep(question, name, question.body, contents);
  const id = randomBytes(8).toString('hex');
  repository.uploads.set(id, Buffer.alloc(0));
  return { status: 202, headers: { location: locationOf(name, id, options), range: '0-0' } };
}

/** distribution-spec, "Pushing a blob in chunks": a chunk out of order is refused. */
function continues({ headers }: Question, held: Buffer): boolean {
  const range = /^(\d+)-(\d+)$/.exec(headers['content-range'] ?? `${held.length}-0`);
  return range !== null && Number(range[1]) === held.length;
}

function keep({ url }: Question, name: string, bytes: Buffer, contents: Contents): Answer {
  const digest = url.searchParams.get('digest') ?? '';
  if (digest !== digestOf(bytes)) return refusal(400, 'DIGEST_INVALID', 'the content has another digest');
  repositoryOf(contents, name).blobs.set(digest, bytes);
  return created(name, digest);
}

function created(name: string, digest: string): Answer {
  return {
    status: 201,
    headers: { location: `/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest },
  };
}

function unsupported(): Answer {
  return refusal(405, 'UNSUPPORTED');
}

function stateOf(id: string): string {
  return `${id}/+=`;
}

function locationOf(name: string, id: string, options: UploadOptions): string {
  return options.location(`/v2/${name}/blobs/uploads/${id}?_state=${encodeURIComponent(stateOf(id))}`);
}
