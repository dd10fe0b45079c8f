/** What keeps the linker from leaving methods out, and what does the same without. */
interface KnownBlocker {
  /** Import path, without the major version. */
  readonly package: RegExp;
  /** Of the symbol, behind its package; all where it is absent. */
  readonly symbol?: RegExp;
  readonly hint: string;
}

/** Read in the sources of the packages, and in the pull requests that are named. */
const knownBlockers: readonly KnownBlocker[] = [
  {
    package: /^text\/template$/,
    hint:
      'a template may call any method by its name: text that Go code writes needs none; ' +
      'cobra needs none since v1.9 where no template is set, and grpc none with the build tag grpcnotrace',
  },
  {
    package: /^net\/rpc$/,
    hint: 'net/rpc serves whatever methods a type has: handlers of net/http, or a generated server, name theirs',
  },
  {
    package: /^github\.com\/modern-go\/reflect2$/,
    hint:
      'reflect2, which json-iterator uses, embeds reflect.Type up to v1.0.2: ' +
      'require github.com/modern-go/reflect2 at 35a7c28c31ee or later, or use encoding/json',
  },
  {
    package: /^github\.com\/google\/go-cmp\/cmp\b/,
    hint: 'go-cmp is made for tests: a comparison in Go, or reflect.DeepEqual, does without it in a program',
  },
  {
    package: /^github\.com\/stretchr\/testify\/suite$/,
    hint: 'testify/suite is made for tests: what needs it belongs into files that end in _test.go',
  },
  {
    package: /^github\.com\/jinzhu\/copier$/,
    hint: 'copier looks setters up by the names of fields: assignments in Go do without',
  },
  {
    package: /^github\.com\/docker\/cli\/cli\/command\/formatter$/,
    hint: 'the formatter of docker/cli makes JSON of all methods that a type has: a struct for encoding/json does without',
  },
  {
    package: /^gorm\.io\/gorm\/schema$/,
    hint: 'gorm looks hooks up by a variable name (go-gorm/gorm#7622): a replacement with constant names, as in #7643, does not',
  },
  {
    package: /^github\.com\/expr-lang\/expr\b/,
    hint: 'expr calls methods by the names in an expression, and knows no way around it (expr-lang/expr#863)',
  },
  {
    package: /^github\.com\/go-delve\/delve\/service\/rpccommon$/,
    hint: 'Delve lists the methods that it serves since go-delve/delve#3916: a later version does without',
  },
  {
    package: /^google\.golang\.org\/protobuf\/internal\/descfmt$/,
    hint:
      'it asks for a method Methods, which reflect has one of since Go 1.26: ' +
      'require google.golang.org/protobuf v1.36.12 or later, which does not',
  },
  {
    package: /^google\.golang\.org\/protobuf\b/,
    hint: 'protobuf looks methods up by constant names since v1.32: require that or a later version',
  },
  {
    // Since Go 1.26; protobuf's internal/descfmt names it.
    package: /^reflect$/,
    symbol: /\bMethods\b/,
    hint:
      'something calls a method Methods or looks that name up, which reflect has an iterator of: ' +
      'google.golang.org/protobuf does up to v1.36.11, and not since v1.36.12',
  },
];

/**
 * What replaces a function for whose sake methods are kept; undefined where nothing is known.
 * @param symbol as the linker names it
 * @param path import path of its package
 */
export function hintFor(symbol: string, path: string): string | undefined {
  const plain = path.replace(/\/v\d+(?=\/|$)/, '');
  return knownBlockers.find(
    ({ package: known, symbol: pattern }) =>
      known.test(plain) && (pattern?.test(symbol.slice(path.length + 1)) ?? true),
  )?.hint;
}
