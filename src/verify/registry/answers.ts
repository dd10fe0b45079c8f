import { isDocumentType } from '../../image/media-types.ts';
import { maxDocumentBytes } from '../../image/source/stored.ts';
import { contentTypeOf, manifestCall } from '../../registry/manifests.ts';
import type { RegistryCall } from '../../registry/registry.ts';
import { inParallel } from '../../support/concurrency.ts';
import { sha256 } from '../../support/hashing.ts';
import { type HttpResponse, readBody } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import type { Fault } from '../check.ts';
import { quote } from '../forms.ts';
import type { RegistryCheck, RegistrySubject } from './check.ts';

const atOnce = 4;
const operator = 'tell whoever runs the registry, or what stands in front of it';

/** distribution-spec, "Pulling manifests": GET and HEAD, by digest and by tag. */
export const manifests: RegistryCheck = {
  name: 'registry/manifests',
  severity: 'block',
  run: async function* ({ registry, reference, root }) {
    const { tag, digest: _, ...place } = reference;
    const byTag = tag === undefined ? [] : [{ ...place, tag }];
    for (const each of [{ ...place, digest: root.digest }, ...byTag]) {
      const got = manifestCall(each, 'GET');
      const answer = await registry.send(got);
      const where = whereOf(got);
      if (answer.status !== 200) {
        discard(answer);
        yield {
          where,
          what: `answers ${answer.status}, and the image was read a moment ago`,
          todo: operator,
        };
        continue;
      }
      const digest = sha256(await readBody(answer, maxDocumentBytes));
      const moved = 'tag' in each && digest !== root.digest;
      if (moved) {
        yield { where, what: `is ${digest} by now: the tag moved meanwhile`, severity: 'warn' };
        continue;
      }
      yield* headFaults(where, answer, root);
      const head = await registry.send(manifestCall(each, 'HEAD'));
      discard(head);
      yield* headFaults(whereOf(manifestCall(each, 'HEAD')), head, root);
    }
  },
};

/** What the head of an answer says of a document. */
function* headFaults(
  where: string,
  answer: HttpResponse,
  { mediaType, digest, size }: RegistrySubject['root'],
): Generator<Fault> {
  if (answer.status !== 200) {
    return yield { where, what: `answers ${answer.status}, not 200`, todo: operator };
  }
  const type = contentTypeOf(answer);
  if (isDocumentType(mediaType) && type !== mediaType) {
    yield { where, what: `is sent as ${quote(type)}, and is ${quote(mediaType)}`, todo: operator };
  }
  yield* lengthFault(where, answer, size);
  const said = answer.headers['docker-content-digest'];
  if (said === undefined) {
    const what = 'names no digest (Docker-Content-Digest): clients have to read all of it to know';
    yield { where, what, severity: 'info' };
  } else if (said !== digest) {
    yield { where, what: `names the digest ${quote(said)}, and has ${digest}`, todo: operator };
  }
}

function* lengthFault(where: string, { headers }: HttpResponse, size: number): Generator<Fault> {
  const length = headers['content-length'];
  if (length === undefined || Number(length) === size) return;
  yield { where, what: `says that it has ${quote(length)} bytes, and has ${size}`, todo: operator };
}

/** distribution-spec, "Checking if content exists in the registry": all that the image names is there under its digest. */
export const blobs: RegistryCheck = {
  name: 'registry/blobs',
  severity: 'block',
  run: async function* (subject) {
    const found = await inParallel(subject.blobs, atOnce, (blob) => blobFaults(subject, blob));
    yield* found.flat();
  },
};

async function blobFaults(
  { registry, reference }: RegistrySubject,
  { digest, size }: RegistrySubject['root'],
): Promise<readonly Fault[]> {
  const call = blobCall(reference, digest, 'HEAD');
  const answer = await registry.send(call);
  discard(answer);
  const where = whereOf(call);
  if (answer.status !== 200) {
    const what = `answers ${answer.status}, not 200: clients upload again what is there already`;
    return [{ where, what, todo: operator }];
  }
  const said = answer.headers['docker-content-digest'] ?? digest;
  const what = `names the digest ${quote(said)}, and has ${digest}`;
  return [...lengthFault(where, answer, size), ...(said === digest ? [] : [{ where, what, todo: operator }])];
}

/** Nothing has this digest but these words. */
const nobodys = sha256('slipway asks for what is not there');

/** distribution-spec, "Pulling manifests" and "Pulling blobs": what is not there is 404. */
export const absences: RegistryCheck = {
  name: 'registry/absences',
  severity: 'warn',
  run: async function* ({ registry, reference: { registry: host, repository } }) {
    const place = { registry: host, repository };
    const calls = [manifestCall({ ...place, digest: nobodys }, 'GET'), blobCall(place, nobodys, 'GET')];
    for (const call of calls) {
      const answer = await registry.send(call);
      discard(answer);
      if (answer.status === 404) continue;
      const what = `answers ${answer.status} for what is not there, not 404: clients take it for something else`;
      yield { where: whereOf(call), what, todo: operator };
    }
  },
};

export function blobCall(
  { registry, repository }: RegistrySubject['reference'],
  digest: string,
  method: 'GET' | 'HEAD',
): RegistryCall {
  return { repository: { registry, repository }, access: 'pull', method, target: `blobs/${digest}` };
}

/** As a person would ask for the same. */
export function whereOf({ method, repository: { registry, repository }, target }: RegistryCall): string {
  return `${method} ${registry}/v2/${repository}/${target}`;
}
