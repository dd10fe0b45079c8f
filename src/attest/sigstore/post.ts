import { SlipwayError } from '../../support/errors.ts';
import { parseFields } from '../../support/fields.ts';
import { type HttpCall, type HttpResponse, type HttpSend, readBody } from '../../support/http.ts';
import { oneLine } from '../../support/one-line.ts';
import { defaultPatience, type Patience, retrying } from '../../support/retry.ts';

/** How the services of a Sigstore are reached. */
export interface ServicePorts {
  readonly send: HttpSend;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
}

export interface Question {
  /** What messages call the service: `the certificate authority https://fulcio.example.com`. */
  readonly service: string;
  readonly url: URL;
  readonly content: Uint8Array;
  readonly contentType: string;
  readonly accept: string;
  /** A part of the content that a refusal may repeat, and nobody must see. */
  readonly secret?: string;
}

/** A document as JSON, to be answered in JSON. */
export function jsonQuestion(service: string, url: URL, document: unknown): Question {
  const type = 'application/json';
  return { service, url, content: Buffer.from(JSON.stringify(document)), contentType: type, accept: type };
}

/** No answer of these services is so long. */
const longestAnswer = 1 << 20;

/**
 * Asks a service something. Doing so twice does no harm.
 * @throws SlipwayError E_NETWORK when there is no answer
 */
export function post(question: Question, ports: ServicePorts): Promise<HttpResponse> {
  const { content, contentType, accept, url, secret } = question;
  const body = { bytes: content.length, open: () => content, secret: secret !== undefined };
  return ask({ method: 'POST', url, headers: { 'content-type': contentType, accept }, body }, ports);
}

/** The same for any request. */
export function ask(
  call: HttpCall,
  { send, patience = defaultPatience, signal }: ServicePorts,
): Promise<HttpResponse> {
  return retrying(send, patience)({ ...call, signal });
}

/**
 * A good answer's body.
 * @throws SlipwayError E_SIGN with what the service says when it refuses; E_NETWORK
 */
export async function answerOf(
  question: Pick<Question, 'service' | 'secret'>,
  answer: HttpResponse,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const body = await readBody(answer, longestAnswer, signal);
  if (answer.status === 200 || answer.status === 201) return body;
  const why = reasonIn(body, question.secret);
  throw new SlipwayError('E_SIGN', `${question.service} answers ${answer.status}${why && `: ${why}`}`);
}

/** What a refusal says: the `message` of gRPC's and go-openapi's JSON, else its text. */
function reasonIn(body: Buffer, secret: string | undefined): string {
  const text = body.toString('utf8');
  const { message } = parseFields(text) ?? {};
  const said = typeof message === 'string' ? message : text.startsWith('<') ? '' : text;
  return oneLine(secret === undefined || secret === '' ? said : said.replaceAll(secret, '…'));
}

export function notUnderstood(service: string, what: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_SIGN', `${service} answers with something else than ${what}`, {
    cause,
    hint: 'does the signing config name the right address and version of its interface?',
  });
}

/** An address below a service's, which may have a path of its own. */
export function below(base: string, path: string): URL {
  return new URL(`${base.replace(/\/+$/, '')}/${path}`);
}
