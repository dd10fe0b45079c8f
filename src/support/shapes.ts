import { isFields } from './fields.ts';

/** What JSON that others wrote has to be, in one place: for who reads it, for its JSON schema, and as a type (`Shaped`). */
export interface Shape<T> {
  /** Gives the value with the members that the shape names, and no other. @throws Misfit */
  readonly read: (value: unknown, at: string) => T;
  readonly schema: JsonSchemaOf;
}

/** A member that may be left out. */
interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

type JsonSchemaOf = { readonly [keyword: string]: unknown };

/** The type of what a shape reads. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** What is wrong with a value: `targets[0].name is not a text`. */
export class Misfit extends Error {
  constructor(at: string, what: string) {
    super(`${at === '' ? 'it' : at} is not ${what}`);
  }
}

/** Longer and more than anything that is read so. */
const most = { characters: 1 << 20, items: 200_000, depth: 32 } as const;

function scalarShape<T>(is: (value: unknown) => value is T, what: string, schema: JsonSchemaOf): Shape<T> {
  return {
    read: (value, at) => {
      if (!is(value)) throw new Misfit(at, what);
      return value;
    },
    schema,
  };
}

export const text = scalarShape(
  (value): value is string => typeof value === 'string' && value.length <= most.characters,
  'a text',
  { type: 'string' },
);

/** A whole number that is at least 0. */
export const length = scalarShape(
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
  'a length',
  { type: 'integer', minimum: 0 },
);

/** Any number. */
export const amount = scalarShape((value): value is number => Number.isFinite(value), 'a number', {
  type: 'number',
});

export const flag = scalarShape((value): value is boolean => typeof value === 'boolean', 'true or false', {
  type: 'boolean',
});

/** A text of some form. @param what for messages: `a digest` */
export function matching<T extends string = string>(pattern: RegExp, what: string): Shape<T> {
  const is = (value: unknown): value is T => typeof value === 'string' && pattern.test(value);
  return scalarShape(is, what, { type: 'string', pattern: pattern.source });
}

/** One word of a closed list. */
export function oneOf<const Word extends string | number | boolean>(...words: readonly Word[]): Shape<Word> {
  const is = (value: unknown): value is Word => words.some((word) => word === value);
  return scalarShape(is, words.join(' or '), { enum: words });
}

export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    read: (value, at) => {
      if (!Array.isArray(value) || value.length > most.items) throw new Misfit(at, 'a list');
      return value.map((each, index) => item.read(each, `${at}[${index}]`));
    },
    schema: { type: 'array', items: item.schema },
  };
}

/** An object whose members all have one shape, by names that nobody knows before. */
export function recordOf<T>(member: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    read: (value, at) => {
      if (!isFields(value)) throw new Misfit(at, 'an object');
      const entries = Object.entries(value).map(([name, each]): [string, T] => [
        name,
        member.read(each, `${at}.${name}`),
      ]);
      return Object.fromEntries(entries);
    },
    schema: { type: 'object', additionalProperties: member.schema },
  };
}

/** A member of `object` that may be left out. */
export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return { optional: shape };
}

type Members = Readonly<Record<string, Shape<unknown> | OptionalShape<unknown>>>;
type OptionalNames<M extends Members> = {
  [Name in keyof M]: M[Name] extends OptionalShape<unknown> ? Name : never;
}[keyof M];
type ObjectOf<M extends Members> = {
  readonly [Name in Exclude<keyof M, OptionalNames<M>>]: Shaped<M[Name]>;
} & {
  readonly [Name in OptionalNames<M>]?: M[Name] extends OptionalShape<infer T> ? T : never;
};

/** An object with these members; what else it has is passed over, so that a later version may add to it. */
export function object<const M extends Members>(members: M): Shape<ObjectOf<M>> {
  const all = Object.entries(members).map(([name, member]) =>
    'optional' in member
      ? { name, shape: member.optional, needed: false }
      : { name, shape: member, needed: true },
  );
  return {
    read: (value, at) => {
      if (!isFields(value)) throw new Misfit(at, 'an object');
      const entries = all.flatMap(({ name, shape, needed }) => {
        const member = Object.hasOwn(value, name) ? value[name] : undefined;
        if (member === undefined && !needed) return [];
        return [[name, shape.read(member, at === '' ? name : `${at}.${name}`)]];
      });
      return Object.fromEntries(entries) as ObjectOf<M>;
    },
    schema: {
      type: 'object',
      properties: Object.fromEntries(all.map(({ name, shape }) => [name, shape.schema])),
      required: all.filter(({ needed }) => needed).map(({ name }) => name),
    },
  };
}

/** One of several shapes: the first that fits. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return {
    read: (value, at) => {
      try {
        return first.read(value, at);
      } catch (error) {
        if (!(error instanceof Misfit)) throw error;
        return second.read(value, at);
      }
    },
    schema: { anyOf: [first.schema, second.schema] },
  };
}

/** Any JSON, as deep as people write it. */
export type AnyJson =
  | string
  | number
  | boolean
  | null
  | readonly AnyJson[]
  | { readonly [name: string]: AnyJson };

export const anyJson: Shape<AnyJson> = {
  read: (value, at) => {
    if (!isJson(value, most.depth)) throw new Misfit(at, 'JSON of a sensible depth');
    return value;
  },
  schema: {},
};

function isJson(value: unknown, depth: number): value is AnyJson {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth - 1));
  return isFields(value) && Object.values(value).every((each) => isJson(each, depth - 1));
}
