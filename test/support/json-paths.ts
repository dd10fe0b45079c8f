export type JsonPath = readonly (string | number)[];

/** The place of every value in JSON, itself first. */
export function pathsOf(value: unknown, at: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Object.entries(value).flatMap(([key, held]) =>
    pathsOf(held, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return [at, ...inside];
}

/** The same JSON with another value in one place. */
export function replaced(value: unknown, path: JsonPath, by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}
