/** A build tag that a module knows, and by which a program does without something large. */
export interface PruningTag {
  readonly tag: string;
  /** The module, and its first version that is known to have the tag. */
  readonly module: string;
  readonly since: string;
  /** What goes: `whole` packages of the module, which are stubs with the tag, or what only some of them import without it. */
  readonly goes:
    | { readonly whole: readonly string[] }
    | { readonly import: string; readonly of: readonly string[] };
  /** What the program then cannot do. */
  readonly without: string;
}

const grpc = 'google.golang.org/grpc';
const gin = 'github.com/gin-gonic/gin';
const nosql = 'github.com/smallstep/nosql';

/** Read in the build constraints of the modules. */
export const pruningTags: readonly PruningTag[] = [
  {
    // trace_withtrace.go; release notes of v1.62.0.
    tag: 'grpcnotrace',
    module: grpc,
    since: 'v1.62.0',
    goes: { import: 'golang.org/x/net/trace', of: [grpc] },
    without: 'its pages at /debug/requests and /debug/events',
  },
  {
    // binding/msgpack.go and render/msgpack.go; CHANGELOG.md of v1.6.0.
    tag: 'nomsgpack',
    module: gin,
    since: 'v1.6.0',
    goes: { import: 'github.com/ugorji/go/codec', of: [`${gin}/binding`, `${gin}/render`] },
    without: 'MessagePack in requests and responses',
  },
  {
    tag: 'nobadger',
    module: nosql,
    since: 'v0.7.0',
    goes: { whole: [`${nosql}/badger/v1`, `${nosql}/badger/v2`] },
    without: 'databases of Badger',
  },
  {
    tag: 'nomysql',
    module: nosql,
    since: 'v0.7.0',
    goes: { whole: [`${nosql}/mysql`] },
    without: 'databases of MySQL',
  },
  {
    tag: 'nopgx',
    module: nosql,
    since: 'v0.7.0',
    goes: { whole: [`${nosql}/postgresql`] },
    without: 'databases of PostgreSQL',
  },
];
