import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PublishedName } from '../published-programs.ts';
import { repository } from '../slipway.ts';

/**
 * What is taken out of a real program's source. The packages for which stubs lie in test/fixtures/removed/NAME/IMPORT-PATH go
 * away; a stub has what importers use, and does nothing. Of functions the bodies go away.
 */
export interface Removal {
  readonly program: PublishedName;
  /** The stubs are those of a module's packages that others import, so all of the module goes away. */
  readonly module?: string;
  readonly functions?: readonly FunctionSource[];
}

export interface FunctionSource {
  /** As the linker names it. */
  readonly symbol: string;
  /** Import path. */
  readonly package: string;
  /** The beginning of the line that begins it. */
  readonly line: string;
}

const evalField: FunctionSource = {
  symbol: 'text/template.(*state).evalField',
  package: 'text/template',
  line: 'func (s *state) evalField(',
};
const copier: FunctionSource = {
  symbol: 'github.com/jinzhu/copier.copier',
  package: 'github.com/jinzhu/copier',
  line: 'func copier(',
};
const appendTypeName: FunctionSource = {
  symbol: 'github.com/google/go-cmp/cmp/internal/value.appendTypeName',
  package: 'github.com/google/go-cmp/cmp/internal/value',
  line: 'func appendTypeName(',
};
/** Names reflect.Type's method Methods, whose iterator looks for methods that nobody knows: since Go 1.26 that blocks. */
const formatDescOpt: FunctionSource = {
  symbol: 'google.golang.org/protobuf/internal/descfmt.formatDescOpt',
  package: 'google.golang.org/protobuf/internal/descfmt',
  line: 'func formatDescOpt(',
};

/** Packages and modules: small and large ones, in programs whose methods are pruned (age, fzf, nats, shfmt) or not. */
export const removedParts = {
  'age-agessh': { program: 'age' },
  'caddy-quic': { program: 'caddy', module: 'github.com/quic-go/quic-go' },
  'crane-compress': { program: 'crane', module: 'github.com/klauspost/compress' },
  'fzf-uniseg': { program: 'fzf', module: 'github.com/rivo/uniseg' },
  'nats-compress': { program: 'nats', module: 'github.com/klauspost/compress' },
  'rclone-s3': { program: 'rclone' },
  'shfmt-typedjson': { program: 'shfmt' },
  'yq-lua': { program: 'yq', module: 'github.com/yuin/gopher-lua' },
} as const satisfies Readonly<Record<string, Removal>>;

/** What keeps the linker from pruning methods: in caddy one function alone, in the others either of two. */
export const removedBlockers = {
  'caddy-blocker': { program: 'caddy', functions: [evalField] },
  'crane-blockers': { program: 'crane', functions: [evalField, appendTypeName] },
  'crane-cmp': { program: 'crane', functions: [appendTypeName] },
  'crane-template': { program: 'crane', functions: [evalField] },
  'rclone-blockers': { program: 'rclone', functions: [evalField, formatDescOpt] },
  'rclone-template': { program: 'rclone', functions: [evalField] },
  'yq-blockers': { program: 'yq', functions: [evalField, copier] },
  'yq-copier': { program: 'yq', functions: [copier] },
  'yq-copier-package': { program: 'yq' },
  'yq-template': { program: 'yq', functions: [evalField] },
  'yq-template-package': { program: 'yq' },
} as const satisfies Readonly<Record<string, Removal>>;

export type PartName = keyof typeof removedParts;
export type BlockerName = keyof typeof removedBlockers;
export type RemovalName = PartName | BlockerName;

export function removalOf(name: RemovalName): Removal {
  return { ...removedParts, ...removedBlockers }[name];
}

/** Where a removal's stubs lie, each in a folder named by its import path. */
export function stubFolder(name: RemovalName): string {
  return join(repository, 'test', 'fixtures', 'removed', name);
}

/** Import paths of the packages that stubs stand for. */
export function stubbedPackages(name: RemovalName): readonly string[] {
  return globSync('**/stub.go', { cwd: stubFolder(name) })
    .map(dirname)
    .sort();
}
