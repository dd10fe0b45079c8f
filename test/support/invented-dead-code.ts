import type { Blocker, DeadCode } from '../../src/size/reach/findings.ts';

const kib = 1024;
const main = 'example.com/shop/cmd/api';

/** A function of text/template that looks methods up, with invented prices. */
export function inventedBlocker(change: Partial<Blocker> = {}): Blocker {
  const symbol = 'text/template.(*state).evalField';
  return {
    symbol,
    package: 'text/template',
    module: 'std',
    bytes: 900 * kib,
    packageBytes: 1100 * kib,
    references: [
      { symbol: 'main.main', package: main, by: 'start' },
      { symbol: 'text/template.(*Template).Execute', package: 'text/template', by: 'reference' },
      { symbol, package: 'text/template', by: 'reference' },
    ],
    imports: [main, 'example.com/shop/internal/mail', 'text/template'],
    ...change,
  };
}

export const pruned: DeadCode = { pruned: true, blockers: [], pruningBytes: 0, bytes: 0 };

/** A program that keeps methods for the sake of these, the dearest first. */
export function unpruned(...blockers: readonly Blocker[]): DeadCode {
  const bytes = blockers.reduce((sum, blocker) => sum + blocker.bytes, 0);
  return { pruned: false, blockers, pruningBytes: 700 * kib, bytes };
}
