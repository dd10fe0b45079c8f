import { type AnyInput, fieldsOf } from './inputs.ts';
import type { Json, JsonSchema } from './kinds.ts';
import { targetName } from './target-name.ts';

/** JSON schema of slipway.yaml (draft 2020-12): what {@link parseConfig} takes, for editors. */
export function configSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'slipway.yaml',
    description: 'Configuration of Slipway. Everything is optional; flags win over it.',
    type: ['object', 'null'],
    properties: {
      version: { description: 'Version of this format.', const: 1 },
      ...properties('top'),
      targets: {
        description: 'Programs to build, by name; each overrides what stands at the top.',
        type: 'object',
        propertyNames: targetName.schema,
        additionalProperties: {
          type: ['object', 'null'],
          properties: properties('target'),
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
    $defs: Object.fromEntries(
      fieldsOf('top')
        .filter(isShared)
        .map((entry) => [entry.field, property(entry)]),
    ),
  };
}

/** Fields of both places are written once. */
function properties(place: 'top' | 'target'): { readonly [field: string]: Json } {
  return Object.fromEntries(
    fieldsOf(place).map((entry) => [
      entry.field,
      isShared(entry) ? { $ref: `#/$defs/${entry.field}` } : property(entry),
    ]),
  );
}

function isShared({ scope }: AnyInput): boolean {
  return scope === 'target';
}

function property(entry: AnyInput): JsonSchema {
  return {
    description: entry.description,
    ...entry.kind.schema,
    ...(entry.fallback !== undefined && { default: entry.kind.show(entry.fallback) }),
    examples: [exampleOf(entry)],
  };
}

/** The input's example as slipway.yaml writes it. */
export function exampleOf(entry: AnyInput): Json {
  const value = entry.kind.fromFlags([entry.example], `--${entry.flag ?? entry.field}`, []);
  if (value === undefined) throw new TypeError(`the example of ${entry.name} is no value of it`);
  return entry.kind.show(value);
}
