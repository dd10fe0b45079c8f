import { SlipwayError } from './errors.ts';
import type { HttpCall, HttpResponse, HttpSend } from './http.ts';
import { discard } from './http-body.ts';

const maximumRedirects = 10;
const setUpWrongly = 'it, or a proxy in front of it, is set up wrongly: tell who runs it';

/** Header fields that may follow a redirect to another origin: none of them can hold a credential. */
const harmlessHeaders = new Set([
  'accept',
  'range',
  'if-range',
  'if-none-match',
  'content-type',
  'content-range',
]);

/**
 * Sends, and sends again to where the answer leads (RFC 9110, 15.4): with GET and HEAD for all kinds of redirect, with other
 * methods for 307 and 308, which alone keep method and body. Credentials stay with the origin they were meant for.
 * @throws SlipwayError E_NETWORK for redirects that go round, nowhere, or from https to plain http, or elsewhere with a secret body
 */
export async function followRedirects(call: HttpCall, send: HttpSend): Promise<HttpResponse> {
  const reading = call.method === undefined || call.method === 'GET' || call.method === 'HEAD';
  const followed = reading ? [301, 302, 303, 307, 308] : [307, 308];
  let hop = call;
  for (let redirects = 0; ; redirects++) {
    const response = await send(hop);
    const location = response.headers['location'];
    if (!followed.includes(response.status) || location === undefined) return response;
    discard(response);
    if (redirects === maximumRedirects) {
      throw new SlipwayError('E_NETWORK', `${call.url.host} redirects more than ${maximumRedirects} times`, {
        hint: setUpWrongly,
      });
    }
    hop = redirected(hop, location);
  }
}

function redirected(call: HttpCall, location: string): HttpCall {
  const from = call.url;
  const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new SlipwayError('E_NETWORK', `${from.host} redirects to an address that is none`, {
      hint: setUpWrongly,
    });
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new SlipwayError('E_NETWORK', `${from.host} redirects from https to plain http (${url.host})`, {
      hint: 'a redirect may not give up encryption',
    });
  }
  url.username = '';
  url.password = '';
  if (url.origin === from.origin) return { ...call, url };
  if (call.body?.secret === true) {
    throw new SlipwayError('E_NETWORK', `${from.host} redirects credentials to ${url.host}`, {
      hint: 'they were not sent there; log in to the right host, or tell who runs it',
    });
  }
  const kept = Object.entries(call.headers ?? {}).filter(([name]) => harmlessHeaders.has(name));
  return { ...call, url, headers: Object.fromEntries(kept) };
}
