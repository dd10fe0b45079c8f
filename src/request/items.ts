import { SlipwayError } from '../support/errors.ts';
import { compressionForms, formatCompression, parseCompression } from './compression.ts';
import { quoted } from './faults.ts';
import { type Item, matching, scalar } from './kinds.ts';
import { formatPlatform, type Platform, parsePlatform, platformSpellings } from './platform.ts';
import type { Compression, Port } from './request.ts';
import { ldflagsPattern, ldflagsTemplates } from './template.ts';

/** Patterns are JavaScript's with the u flag; the schemas carry the same text, and editors run them. */
const oneLine = '[^\\u0000\\n\\r]';

/** uid and gid end at 2³¹−1: what runc takes (github.com/moby/sys/user, maxID). */
const idPattern = upTo(2 ** 31 - 1);

export const text: Item<string> = matching({
  placeholder: 'TEXT',
  one: 'a text on one line',
  many: 'texts',
  pattern: `^${oneLine}*$`,
});

/** A value of --env, --label and --annotation; the file may write numbers and true or false as they are. */
export const value: Item<string> = matching({
  placeholder: 'VALUE',
  one: 'a text on one line',
  many: 'texts',
  pattern: `^${oneLine}*$`,
  yaml: 'any',
});

export const key: Item<string> = matching({
  placeholder: 'KEY',
  one: 'a name: not empty, on one line, without =',
  many: 'names',
  pattern: '^[^=\\u0000\\n\\r]+$',
});

export const word: Item<string> = matching({
  placeholder: 'WORD',
  one: 'a word of a command',
  many: 'words',
  pattern: `^${oneLine}*$`,
});

export const path: Item<string> = matching({
  placeholder: 'PATH',
  one: 'a path',
  many: 'paths',
  pattern: `^${oneLine}+$`,
});

/** Something that a program has, as the linker or a person names it. */
export const part: Item<string> = matching({
  placeholder: 'NAME',
  one: 'the name of a package, a module or a symbol',
  many: 'names of packages, modules or symbols',
  pattern: `^(?! )${oneLine}+(?<! )$`,
  hint: 'for example golang.org/x/crypto/ssh, or net/http.(*Server).Serve',
});

/** An absolute path inside the image. */
export const imagePath: Item<string> = matching({
  placeholder: 'DIR',
  one: 'an absolute path in the image, without . or .. in it',
  many: 'absolute paths',
  pattern: `^/(?!/)(?!(?:.*/)?\\.{1,2}(?:/|$))(?!.*//)${oneLine}*$`,
  hint: 'for example /srv/web',
});

export const goVersion: Item<string> = matching({
  placeholder: 'VERSION',
  one: 'a Go version',
  many: 'Go versions',
  pattern: `^(?!-)(?! )${oneLine}+$`,
  hint: 'for example 1.26.8, 1.26, "^1.25", stable, or the https URL of a Go distribution',
  yaml: 'number',
  numbers: { minimum: 0 },
});

export const sha256Hex: Item<string> = matching({
  placeholder: 'HEX',
  one: 'a SHA-256 in 64 hexadecimal digits',
  many: 'SHA-256 digests',
  pattern: '^[0-9a-f]{64}$',
});

/** go/build/constraint, isValidTag. */
export const buildTag: Item<string> = matching({
  placeholder: 'TAG',
  one: 'a build tag: letters, digits, _ and .',
  many: 'build tags',
  pattern: '^[\\p{L}\\p{Nd}_.]+$',
});

export const experiment: Item<string> = matching({
  placeholder: 'NAME',
  one: 'the name of a Go experiment',
  many: 'experiments',
  pattern: '^[a-z0-9]+$',
  hint: 'for example jsonv2; the names are in internal/goexperiment of that Go version',
});

export const linkerFlags: Item<string> = matching({
  placeholder: 'FLAGS',
  one: 'linker flags on one line, with known templates',
  many: 'linker flags',
  pattern: ldflagsPattern,
  hint: `templates: ${ldflagsTemplates.map((name) => `{{${name}}}`).join(' ')}`,
});

/** `UID[:GID]`; names would need a passwd file, which scratch does not have. */
export const user: Item<string> = matching({
  placeholder: 'UID[:GID]',
  one: 'a numeric UID[:GID]',
  many: 'users',
  pattern: `^(?:${idPattern})(?::(?:${idPattern}))?$`,
  hint: 'names are not known in every image; nonroot is 65532:65532',
  yaml: 'integer',
  numbers: { minimum: 0, maximum: 2 ** 31 - 1 },
});

export const host: Item<string> = matching({
  placeholder: 'HOST',
  one: 'a host name, with a path where only a part of it is meant',
  many: 'hosts',
  pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?(?:/[A-Za-z0-9._~/-]*)?$',
});

/** A registry as a reference names it: no scheme, no path. */
export const registryHost: Item<string> = matching({
  placeholder: 'HOST[:PORT]',
  one: 'a registry such as registry.example.com:5000',
  many: 'registries',
  pattern: '^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?$',
});

export const variable: Item<string> = matching({
  placeholder: 'VARIABLE',
  one: 'the name of an environment variable',
  many: 'environment variables',
  pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
  hint: 'give the name of the variable that holds the token, never the token',
  secret: true,
});

export const platform: Item<Platform | 'all'> = scalar({
  placeholder: 'PLATFORM',
  one: 'a platform such as linux/arm64',
  many: 'platforms',
  parse: (written) => (written === 'all' ? 'all' : parsePlatform(written)),
  show: (platform) => (platform === 'all' ? 'all' : formatPlatform(platform)),
  schema: { enum: ['all', ...platformSpellings] },
});

export const compression: Item<Compression> = scalar({
  placeholder: 'ALGORITHM[:LEVEL]',
  one: compressionForms,
  many: 'compressions',
  parse: parseCompression,
  show: formatCompression,
  schema: { type: 'string', pattern: `^(?:gzip(?::(?:${upTo(9, 1)}))?|zstd(?::(?:${upTo(19, 1)}))?)$` },
});

const portPattern = `^(?:${upTo(65535, 1)})(?:/(?:tcp|udp))?$`;

export const port: Item<Port> = scalar({
  placeholder: 'PORT',
  one: 'a port from 1 to 65535, with /udp where it is not TCP',
  many: 'ports',
  parse: (written) => {
    if (!new RegExp(portPattern, 'u').test(written)) {
      throw new SlipwayError('E_CONFIG', `${quoted(written)} is not a port from 1 to 65535`, {
        hint: 'write 8080, 8080/tcp or 53/udp',
      });
    }
    const [number, protocol] = written.split('/');
    return { number: Number(number), protocol: protocol === 'udp' ? 'udp' : 'tcp' };
  },
  show: ({ number, protocol }) => (protocol === 'tcp' ? `${number}` : `${number}/udp`),
  schema: { type: ['string', 'integer'], pattern: portPattern, minimum: 1, maximum: 65535 },
  yaml: 'integer',
});

/** A whole number in its bounds. */
export function integer(placeholder: string, least: number, most: number): Item<number> {
  const one = `a whole number from ${least} to ${most}`;
  return {
    placeholder,
    one,
    many: 'whole numbers',
    parse: (written) => {
      const number = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
      if (number >= least && number <= most) return number;
      throw new SlipwayError('E_CONFIG', `${quoted(written)} is not ${one}`);
    },
    fromNode: (node, faults) => {
      const number = node.kind === 'number' ? node.value : Number.NaN;
      if (Number.isInteger(number) && number >= least && number <= most) return number;
      const found = node.kind === 'number' || node.kind === 'text' ? quoted(node.text) : `a ${node.kind}`;
      faults.push({ where: node.where, message: `expected ${one}, got ${found}` });
      return undefined;
    },
    show: (number) => number,
    schema: { type: 'integer', minimum: least, maximum: most },
  };
}

/** A pattern for the decimal numbers from `least` (0 or 1) to `most`, without leading zeros. */
function upTo(most: number, least: 0 | 1 = 0): string {
  const digits = String(most);
  const shorter = Array.from({ length: digits.length - 1 }, (_, length) => `[1-9]${any(length)}`);
  const same = Array.from(digits, (digit, place) => {
    const lowest = place === 0 ? 1 : 0;
    const below = Number(digit) - 1;
    return below < lowest
      ? undefined
      : `${digits.slice(0, place)}[${lowest}-${below}]${any(digits.length - place - 1)}`;
  });
  const zero = least === 0 ? ['0'] : [];
  return [...zero, ...shorter, ...same.filter((part) => part !== undefined), digits].join('|');
}

function any(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '[0-9]' : `[0-9]{${count}}`;
}
