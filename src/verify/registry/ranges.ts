import { open } from 'node:fs/promises';
import { type HttpResponse, readBody } from '../../support/http.ts';
import type { Fault } from '../check.ts';
import { quote } from '../forms.ts';
import { blobCall, whereOf } from './answers.ts';
import type { RegistryCheck, RegistrySubject } from './check.ts';

/** As long as a part of a test needs to be. */
const partBytes = 4096;

/** distribution-spec, "Pulling blobs": "A registry SHOULD support the Range request header in accordance with RFC 9110." */
export const ranges: RegistryCheck = {
  name: 'registry/ranges',
  severity: 'block',
  run: async function* (subject) {
    const [blob] = subject.blobs.toSorted((a, b) => b.size - a.size);
    if (blob === undefined || blob.size === 0) return;
    const length = Math.min(partBytes, blob.size);
    for (const first of new Set([0, Math.floor(blob.size / 2), blob.size - length])) {
      const fault = await askRange(subject, blob, first, Math.min(first + length, blob.size) - 1);
      if (fault !== undefined) return yield fault;
    }
  },
};

async function askRange(
  { registry, reference, find }: RegistrySubject,
  { digest, size }: RegistrySubject['root'],
  first: number,
  last: number,
): Promise<Fault | undefined> {
  const call = blobCall(reference, digest, 'GET');
  const answer = await registry.send({ ...call, headers: { range: `bytes=${first}-${last}` } });
  const where = `${whereOf(call)} bytes ${first}-${last}`;
  if (answer.status !== 206) {
    answer.body.destroy();
    const what = `answers ${answer.status}, not 206: a pull that breaks off begins again, and nobody can read a part`;
    return { where, what, severity: 'warn', todo: 'nothing, where images are small and networks good' };
  }
  const length = last - first + 1;
  const bytes = await readBody(answer, length).catch(() => undefined);
  const range = rangeFault(answer, first, last, size);
  if (range !== undefined) return { where, what: range, todo: mend };
  if (bytes?.length !== length) {
    return { where, what: `gives ${bytes?.length ?? 'more'} bytes, not ${length}`, todo: mend };
  }
  const file = await find(digest);
  if (file === undefined || bytes.equals(await partOf(file.path, first, length))) return undefined;
  return { where, what: 'gives other bytes than those that lie there in the whole blob', todo: mend };
}

const mend =
  'tell whoever runs the registry, or what stands in front of it: what goes on after a break is damaged';

/** RFC 9110, 14.4. */
function rangeFault(
  { headers }: HttpResponse,
  first: number,
  last: number,
  size: number,
): string | undefined {
  const said = headers['content-range'] ?? '';
  const [, from, to, whole] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(said) ?? [];
  const fits = Number(from) === first && Number(to) === last && (whole === '*' || Number(whole) === size);
  return fits ? undefined : `says Content-Range: ${quote(said)}`;
}

async function partOf(path: string, at: number, length: number): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
