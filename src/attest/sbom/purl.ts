/** The parts of a package URL, as they are before escaping (ECMA-427; github.com/package-url/purl-spec). */
export interface PackageUrl {
  readonly type: 'golang' | 'deb' | 'apk' | 'oci';
  /** Segments with slashes between. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
  /** Those without a value are left out. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
}

/** The canonical text of a package URL ("How to build a purl string from its components"). */
export function packageUrl({
  type,
  namespace = '',
  name,
  version = '',
  qualifiers = {},
}: PackageUrl): string {
  const segments = [...namespace.split('/'), name].filter((segment) => segment !== '').map(escaped);
  const stated = Object.entries(qualifiers)
    .flatMap(([key, value = '']) => (value === '' ? [] : [`${key}=${escaped(value)}`]))
    .sort();
  const query = stated.length === 0 ? '' : `?${stated.join('&')}`;
  return `pkg:${[type, ...segments].join('/')}${version === '' ? '' : `@${escaped(version)}`}${query}`;
}

/**
 * A Go module: the path's last element is the name, all before it the namespace. Its letters stay as they are, although the
 * type's definition wants them small: module paths that differ by case are different modules (go.dev/ref/mod, "Module
 * paths"), and every scanner of Go programs keeps them.
 */
export function golangUrl(path: string, version?: string): string {
  const cut = path.lastIndexOf('/');
  return packageUrl({
    type: 'golang',
    namespace: path.slice(0, Math.max(0, cut)),
    name: path.slice(cut + 1),
    version,
  });
}

/** Everything but the unreserved characters and the colon is escaped, byte by byte of its UTF-8 ("Character encoding"). */
function escaped(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9.\-_~:]/.test(character)) return character;
      return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
