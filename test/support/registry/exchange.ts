import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came, without its body. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a registry notes of every request. */
export interface RecordedRequest extends SeenRequest {
  /** How many bytes of its body came. */
  readonly received: number;
  /** 0: the connection was closed without an answer. */
  readonly status: number;
}

export interface Question extends SeenRequest {
  readonly url: URL;
  readonly body: Buffer;
  /** The body broke off; what came of it may still be kept. */
  readonly broken: boolean;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** How a registry may fail. */
export type Misbehaviour =
  /** Closes the connection before anything is done. */
  | 'close'
  /** Does what was asked and closes the connection instead of answering. */
  | 'close after'
  /** One bit of the answer's body is another. */
  | 'wrong bytes'
  /** The last byte of the answer's body is missing, and Content-Length agrees. */
  | 'wrong length'
  /** Docker-Content-Digest is another. */
  | 'wrong digest'
  /** Answers so at once, and does nothing. */
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Closes after so many bytes of the request's body, if it has one, else of the answer's. `losing`: what came is lost. */
  | { readonly closeAfterBytes: number; readonly losing?: boolean }
  | { readonly redirect: string }
  /** Milliseconds before the answer. */
  | { readonly delay: number };

/** Asked for every request, which are counted from 1. */
export type Misbehave = (request: SeenRequest, nth: number) => Misbehaviour | undefined;

/** An error as distribution-spec, "Error Codes", has it. */
export function refusal(status: number, code: string, message = code, detail?: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ errors: [{ code, message, detail }] })),
  };
}
