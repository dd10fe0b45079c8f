import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Document, OpenAPIRouter, OpenAPIValidator } from 'openapi-backend';

/** JSON that nobody has looked at. */
export type Json = { [member: string]: unknown };

const repo = '/repos/{owner}/{repo}';

/** The operations that the forge for tests knows, by the path of GitHub's description. */
const paths: Readonly<Record<string, readonly string[]>> = {
  '/user': ['get'],
  [`${repo}/issues/{issue_number}/comments`]: ['get', 'post'],
  [`${repo}/issues/comments/{comment_id}`]: ['patch', 'delete'],
  [`${repo}/issues/{issue_number}/labels`]: ['get'],
  [`${repo}/issues/{issue_number}/timeline`]: ['get'],
  [`${repo}/pulls`]: ['get'],
  [`${repo}/pulls/{pull_number}`]: ['get'],
  [`${repo}/pulls/{pull_number}/reviews`]: ['get'],
  [`${repo}/collaborators/{username}/permission`]: ['get'],
  [`${repo}/commits/{ref}/check-runs`]: ['get'],
  [`${repo}/check-runs`]: ['post'],
  [`${repo}/check-runs/{check_run_id}`]: ['patch'],
  [`${repo}/contents/{path}`]: ['get'],
  [`${repo}/attestations`]: ['post'],
  [`${repo}/attestations/{subject_digest}`]: ['get'],
  [`${repo}/commits`]: ['get'],
  [`${repo}/actions/runs`]: ['get'],
  [`${repo}/actions/runs/{run_id}/artifacts`]: ['get'],
  [`${repo}/actions/artifacts/{artifact_id}/{archive_format}`]: ['get'],
};

export interface Description {
  readonly router: OpenAPIRouter;
  readonly validator: OpenAPIValidator;
  /** An answer that GitHub gives as an example, to be changed; each call has its own. */
  example(name: string): Json;
}

let read: Description | undefined;

/** GitHub's own description of its REST API, as @octokit/openapi publishes it, cut to what is used: whole it takes seconds. */
export function gitHubDescription(): Description {
  read ??= describe();
  return read;
}

function describe(): Description {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const whole = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const definition = cut(whole) as unknown as Document;
  const router = new OpenAPIRouter({ definition, apiRoot: '/' });
  const validator = new OpenAPIValidator({
    definition,
    router,
    coerceTypes: true,
    lazyCompileValidators: true,
  });
  const examples = at(whole, 'components', 'examples') as Record<string, { value: Json }>;
  return {
    router,
    validator,
    example: (name) => structuredClone(examples[name]?.value ?? missing(`the example ${name}`)),
  };
}

function missing(what: string): never {
  throw new Error(`GitHub's description no longer has ${what}`);
}

/** The operations that are used, with what they refer to written out where they do. */
function cut(whole: Json): Json {
  const kept: Json = {};
  for (const [path, methods] of Object.entries(paths)) {
    const operations = (at(whole, 'paths', path) ?? missing(path)) as Json;
    kept[path] = Object.fromEntries(
      methods.map((method) => [
        method,
        closed(corrected(resolved(operations[method] ?? missing(path), whole)) as Json),
      ]),
    );
  }
  return { openapi: whole['openapi'], info: whole['info'], paths: kept };
}

/** Has whole issues in it, takes seconds to compile, and is in no answer here. */
const leftOut = '#/components/schemas/timeline-cross-referenced-event';

function resolved(value: unknown, whole: Json): unknown {
  if (Array.isArray(value)) {
    return value.filter((one) => at(one, '$ref') !== leftOut).map((one) => resolved(one, whole));
  }
  if (typeof value !== 'object' || value === null) return value;
  const reference = (value as Json)['$ref'];
  if (typeof reference === 'string') return resolved(at(whole, ...reference.slice(2).split('/')), whole);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'examples')
      .map(([name, one]) => [name, resolved(one, whole)]),
  );
}

/**
 * What GitHub's description leaves out and its API does: null also where a list of values lacks it (a check's `conclusion` as
 * long as there is none), and in place of a head's repository that is gone.
 */
function corrected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(corrected);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, corrected(one)]));
  if (schema['nullable'] === true && Array.isArray(schema['enum'])) schema['enum'].push(null);
  // ajv refuses `nullable` where the types stand in alternatives.
  if (schema['nullable'] === true && Array.isArray(schema['oneOf']) && schema['type'] === undefined) {
    delete schema['nullable'];
    schema['oneOf'].push({ enum: [null] });
  }
  for (const path of [['head', 'properties', 'repo'], ['head_repository']]) {
    const headRepository = at(schema, 'properties', ...path) as Json | undefined;
    if (headRepository !== undefined) headRepository['nullable'] = true;
  }
  return schema;
}

/** A request's body may have no members but those that are described: one that GitHub would not look at is a mistake. */
function closed(operation: Json): Json {
  closeSchema(at(operation, 'requestBody', 'content', 'application/json', 'schema') as Json | undefined);
  return operation;
}

function closeSchema(schema: Json | undefined): void {
  if (schema === undefined) return;
  const properties = schema['properties'] as Record<string, Json> | undefined;
  if (properties !== undefined) schema['additionalProperties'] ??= false;
  for (const property of Object.values(properties ?? {})) closeSchema(property);
  closeSchema(schema['items'] as Json | undefined);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((held, name) => (held as Json | undefined)?.[name], value);
}
