/**
 * A document's one spelling: no white space, every object's keys sorted (image-spec, considerations.md, "JSON": canonical
 * JSON). Absent values are left out.
 */
export function canonicalJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, sortKeys));
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
