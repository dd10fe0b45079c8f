import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { serve } from '../go-proxy.ts';
import type { ForgeState } from './state.ts';

export interface StoreRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Answers in place of the store; false: it did not. Requests are counted from 1. */
export type StoreAnswer = (response: ServerResponse, zip: Buffer, nth: number) => boolean;

/** Where a forge keeps artifacts: another host, by whose addresses one has the right. */
export async function startStore(t: TestContext, state: ForgeState) {
  const stored: StoreRequest[] = [];
  let how: StoreAnswer | undefined;
  let count = 0;
  const origin = await serve(t, ({ url = '', headers }, response) => {
    stored.push({ path: url, headers });
    const id = /^\/(\d+)\.zip\?signature=secret-of-the-store$/.exec(url)?.[1];
    const zip = state.artifacts.find((one) => String(one.id) === id)?.zip;
    if (zip === undefined) return void response.writeHead(403).end('AuthenticationFailed');
    if (how?.(response, zip, ++count) === true) return;
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': zip.length }).end(zip);
  });
  const storeAnswers = (next: StoreAnswer | undefined): void => {
    how = next;
    count = 0;
  };
  return { origin, stored, storeAnswers };
}
