import { randomUUID } from 'node:crypto';
import { type HttpBody, type HttpSend, readBody } from '../../support/http.ts';
import { type Patience, retrying } from '../../support/retry.ts';
import { Refused } from './refused.ts';

/** What requests are sent with. */
export interface Sending {
  readonly send: HttpSend;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

const blockBytes = 8 << 20;
const longestAnswer = 1 << 16;

/**
 * Blocks by their ids, then a file of them (learn.microsoft.com, "Put Block", "Put Block List").
 * @param place signed: its query is kept, and told to nobody
 * @throws Refused; SlipwayError E_NETWORK
 */
export async function uploadBlocks(
  { send, patience, signal }: Sending,
  place: URL,
  mediaType: string,
  content: Uint8Array,
): Promise<void> {
  const patient = retrying(send, patience);
  const put = async (query: Record<string, string>, headers: Record<string, string>, body: HttpBody) => {
    const url = new URL(place);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await patient({ method: 'PUT', url, headers, body, signal });
    await readBody(answer, longestAnswer, signal);
    if (answer.status !== 201) throw new Refused('upload the artifact', answer.status, '');
  };
  const blocks: string[] = [];
  const own = randomUUID();
  for (let start = 0; start < content.length; start += blockBytes) {
    // All ids of a file are of one length.
    const blockid = Buffer.from(`${own}${String(blocks.length).padStart(12, '0')}`).toString('base64');
    const type = { 'content-type': 'application/octet-stream' };
    await put({ comp: 'block', blockid }, type, bodyOf(content.subarray(start, start + blockBytes)));
    blocks.push(blockid);
  }
  const list = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><BlockList>${blocks.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;
  const types = { 'content-type': 'application/xml', 'x-ms-blob-content-type': mediaType };
  await put({ comp: 'blocklist' }, types, bodyOf(list));
}

/** What is for the service is for nobody that it redirects to. */
export function bodyOf(content: Uint8Array | string): HttpBody {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { bytes: bytes.length, open: () => bytes, secret: true };
}
