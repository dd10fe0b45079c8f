import { parseDigest } from '../support/hashing.ts';

/** A rule for the text of a string: `says` completes "must be …". */
export interface Form {
  readonly says: string;
  readonly fits: (text: string) => boolean;
}

/** RFC 6838, section 4.2: type and subtype are restricted names of at most 127 characters. */
export const mediaTypeForm: Form = {
  says: 'a media type such as application/vnd.oci.image.manifest.v1+json',
  fits: (text) =>
    /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/.test(text),
};

/** image-spec, descriptor.md, "Digests" and "Registered algorithms". */
export const digestForm: Form = {
  says: 'a digest such as sha256: and 64 lower-case hexadecimal digits',
  fits: (text) => parseDigest(text) !== undefined,
};

/** RFC 3986, section 3: with a scheme, and of the characters that section 2 allows. */
export const uriForm: Form = {
  says: 'a URI with a scheme, such as https://example.com/app',
  fits: (text) =>
    /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=[\]-]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?$/.test(
      text,
    ) && URL.canParse(text),
};

/** RFC 4648, section 4: with padding. */
export const base64Form: Form = {
  says: 'Base 64 with padding',
  fits: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
};

export const timeForm: Form = {
  says: 'a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z',
  fits: (text) => parseTime(text) !== undefined,
};

/** image-spec, config.md, "Env"; the name is not empty (schema/validator.go refuses `=value`). */
export const environmentForm: Form = {
  says: 'NAME=value',
  fits: (text) => /^[^=\0]+=[^\0]*$/.test(text),
};

/** image-spec, config.md, "ExposedPorts"; sctp is what engines take besides. */
export const portForm: Form = {
  says: 'a port from 1 to 65535, such as 8080 or 8080/tcp',
  fits: (text) => parsePort(text) !== undefined,
};

/** image-spec, annotations.md, the grammar of org.opencontainers.image.ref.name. */
export const refNameForm: Form = {
  says: 'letters and digits, separated by one of - . _ : @ + / or by --',
  fits: (text) => /^[A-Za-z0-9]+(?:(?:--|[-._:@+/])[A-Za-z0-9]+)*$/.test(text),
};

export function parsePort(text: string): number | undefined {
  const digits = /^([1-9]\d{0,4})(?:\/(?:tcp|udp|sctp))?$/.exec(text)?.[1];
  const port = Number(digits);
  return port <= 65535 ? port : undefined;
}

/** An instant: whole seconds since 1970 and the digits after the point without trailing zeros. */
export interface Instant {
  readonly seconds: number;
  readonly fraction: string;
  readonly utc: boolean;
}

/** RFC 3339, section 5.6, read as Go's strict parser does: upper-case T and Z, real days, no leap second. */
export function parseTime(text: string): Instant | undefined {
  const match =
    /^(\d{4}-\d\d)-(\d\d)T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(
      text,
    );
  const [, month, day, clock, fraction = '', zone] = match ?? [];
  if (zone === undefined) return undefined;
  const midnight = new Date(`${month}-${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return undefined;
  const seconds = Date.parse(`${month}-${day}T${clock}${zone}`) / 1000;
  return { seconds, fraction: fraction.replace(/0+$/, ''), utc: zone === 'Z' };
}

/** Foreign text for a message: quoted, cut at 160 characters, and with nothing in it that a terminal would act on. */
export function quote(text: string): string {
  return printable(JSON.stringify(text.length > 160 ? `${text.slice(0, 160)}…` : text));
}

/** Text without control characters and without those that turn the direction of writing: they are written as escapes. */
export function printable(text: string): string {
  return text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
