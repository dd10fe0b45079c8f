import { type Form, quote } from './forms.ts';
import { escapePointer, isObject, type Json, type JsonObject } from './json.ts';
import type { Severity } from './verdict.ts';

/** What a JSON value must look like, as data. */
export type Shape =
  | { readonly is: 'string'; readonly form?: Form }
  | { readonly is: 'integer'; readonly from: number; readonly to: number }
  | { readonly is: 'boolean' }
  | { readonly is: 'array'; readonly of: Shape; readonly notEmpty?: true }
  | { readonly is: 'map'; readonly of: Shape; readonly keys?: Form }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Field>> };

export interface Field {
  readonly shape: Shape;
  readonly required?: true;
  /**
   * `yes`: the specification's schema takes null for "absent". `by-text`: only its text does (config.md, "Properties"),
   * so validators made from the schema refuse what is nevertheless right.
   */
  readonly orNull?: 'yes' | 'by-text';
  /** The file and heading of image-spec v1.1.1 that says so. */
  readonly section: string;
}

export interface ShapeFault {
  readonly pointer: string;
  readonly message: string;
  readonly section: string;
  readonly severity: Severity;
}

/** Every way in which a value differs from its shape. `section` names where the shape itself is written. */
export function* shapeFaults(
  value: Json,
  shape: Shape,
  section: string,
  pointer = '',
): Generator<ShapeFault> {
  const wrong = (message: string): ShapeFault => ({ pointer, message, section, severity: 'block' });
  switch (shape.is) {
    case 'boolean':
      if (typeof value !== 'boolean') yield wrong(`must be true or false, is ${kindOf(value)}`);
      return;
    case 'integer':
      if (typeof value !== 'number') yield wrong(`must be an integer, is ${kindOf(value)}`);
      else if (!Number.isInteger(value) || value < shape.from || value > shape.to)
        yield wrong(`must be an integer ${range(shape.from, shape.to)}, is ${value}`);
      return;
    case 'string':
      if (typeof value !== 'string') yield wrong(`must be a string, is ${kindOf(value)}`);
      else if (shape.form !== undefined && !shape.form.fits(value))
        yield wrong(`must be ${shape.form.says}, is ${quote(value)}`);
      return;
    case 'array':
      if (!Array.isArray(value)) yield wrong(`must be an array, is ${kindOf(value)}`);
      else yield* arrayFaults(value, shape, section, pointer);
      return;
    case 'map':
      if (!isObject(value)) yield wrong(`must be an object, is ${kindOf(value)}`);
      else yield* mapFaults(value, shape, section, pointer);
      return;
    case 'object':
      if (!isObject(value)) yield wrong(`must be an object, is ${kindOf(value)}`);
      else yield* objectFaults(value, shape.fields, section, pointer);
  }
}

function* arrayFaults(
  value: readonly Json[],
  shape: Extract<Shape, { is: 'array' }>,
  section: string,
  pointer: string,
): Generator<ShapeFault> {
  if (shape.notEmpty && value.length === 0) {
    const message = 'is empty: the text says it should have an entry, the JSON schema demands it';
    yield { pointer, message, section, severity: 'warn' };
  }
  for (const [at, item] of value.entries()) {
    yield* shapeFaults(item, shape.of, section, `${pointer}/${at}`);
  }
}

function* mapFaults(
  value: JsonObject,
  shape: Extract<Shape, { is: 'map' }>,
  section: string,
  pointer: string,
): Generator<ShapeFault> {
  for (const [key, item] of Object.entries(value)) {
    const own = `${pointer}/${escapePointer(key)}`;
    if (shape.keys !== undefined && !shape.keys.fits(key)) {
      yield { pointer: own, message: `its key must be ${shape.keys.says}`, section, severity: 'block' };
    }
    yield* shapeFaults(item, shape.of, section, own);
  }
}

function* objectFaults(
  value: JsonObject,
  fields: Readonly<Record<string, Field>>,
  section: string,
  pointer: string,
): Generator<ShapeFault> {
  for (const [name, field] of Object.entries(fields)) {
    const own = `${pointer}/${name}`;
    if (!Object.hasOwn(value, name)) {
      if (field.required) {
        yield { pointer: own, message: 'is required and missing', section: field.section, severity: 'block' };
      }
      continue;
    }
    const item = value[name] as Json;
    if (item !== null || field.orNull === undefined) {
      yield* shapeFaults(item, field.shape, field.section, own);
    } else if (field.orNull === 'by-text') {
      const message =
        'is null: the text of the specification allows it, its JSON schema refuses it; leave it out';
      yield { pointer: own, message, section: field.section, severity: 'warn' };
    }
  }
  yield* lookalikes(value, fields, section, pointer);
}

/** Go's encoding/json matches names without regard to case, so `Layers` would be read as `layers` by most clients. */
function* lookalikes(
  value: JsonObject,
  fields: Readonly<Record<string, Field>>,
  section: string,
  pointer: string,
): Generator<ShapeFault> {
  const known = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]));
  for (const key of Object.keys(value)) {
    const name = known.get(key.toLowerCase());
    if (name === undefined || name === key) continue;
    const message = `differs from ${quote(name)} only in case: readers written in Go take it for that field`;
    yield { pointer: `${pointer}/${escapePointer(key)}`, message, section, severity: 'block' };
  }
}

function range(from: number, to: number): string {
  return from === to ? `equal to ${from}` : `from ${from} to ${to}`;
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `the string ${quote(value)}` : `the ${typeof value} ${value}`;
}
