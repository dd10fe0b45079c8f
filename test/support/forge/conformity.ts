import type { IncomingMessage } from 'node:http';
import type { Description, Json } from './description.ts';
import type { Answer, Question } from './endpoints.ts';

/** A request, by GitHub's description. */
export interface Asked extends Question {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** The operation's name. */
  readonly operation: string;
}

export interface Conformity {
  /** What did not fit so far. */
  readonly faults: string[];
  request(message: Pick<IncomingMessage, 'method' | 'headers'>, path: string, body: string): Asked;
  answer(operation: string, answer: Answer): void;
}

const wanted: Readonly<Record<string, RegExp>> = {
  accept: /^application\/vnd\.github\+json$/,
  'x-github-api-version': /^2022-11-28$/,
  'user-agent': /^slipway\//,
};

/** Holds requests and answers against GitHub's description of its API. */
export function conformity({ router, validator }: Description): Conformity {
  const faults: string[] = [];
  const note = (what: string, errors: unknown): void => {
    if (errors) faults.push(`${what}: ${JSON.stringify(errors)}`);
  };
  return {
    faults,
    request({ method = 'GET', headers }, path, body) {
      const given = { method, path, headers: textHeaders(headers), body: body === '' ? undefined : body };
      const operation = router.matchOperation(given);
      const name = operation?.operationId;
      if (operation === undefined || name === undefined)
        throw new Error(`${method} ${path} is not described`);
      const parsed = router.parseRequest(given, operation);
      note(
        `${method} ${path}`,
        validator.validateRequest({ ...given, body: parsed.requestBody }, operation).errors,
      );
      for (const [header, form] of Object.entries(wanted)) {
        if (!form.test(given.headers[header] ?? ''))
          note(`${method} ${path}`, `${header}: ${given.headers[header]}`);
      }
      return {
        method,
        path,
        operation: name,
        params: parsed.params as Question['params'],
        query: parsed.query as Question['query'],
        body: (parsed.requestBody ?? {}) as Json,
      };
    },
    answer(operation, { status, headers = {}, body }) {
      const what = `the answer ${status} of ${operation}`;
      const described = validator.getStatusBasedResponseValidatorForOperation(operation)?.[status];
      if (described !== undefined)
        note(what, validator.validateResponse(body ?? null, operation, status).errors);
      // Descriptions name few refusals; all have GitHub's words, and nothing else may be made up.
      else if (status >= 400) note(what, typeof (body as Json)['message'] === 'string' ? null : 'no message');
      else if (![204, 302].includes(status)) note(what, 'it is not described');
      if (status === 302 && headers['location'] === undefined) note(what, 'no Location');
    },
  };
}

function textHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
