/** A JSON object whose fields nobody has looked at. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads JSON that others wrote; undefined for anything that is no JSON object. The parser's words are lost: they quote the text. */
export function parseFields(text: string | Uint8Array): Fields | undefined {
  const value = parseForeignJson(text);
  return isFields(value) ? value : undefined;
}

/** Reads JSON that others wrote, any value; undefined for what is no JSON. */
export function parseForeignJson(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
