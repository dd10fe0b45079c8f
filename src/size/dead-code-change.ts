import type { Blocker, DeadCode } from './reach/findings.ts';

/** Of a function that looks methods up what one has to know to do something about it. */
export type ToldBlocker = Pick<Blocker, 'symbol' | 'package' | 'bytes' | 'imports' | 'hint'>;

/** What of a program's dead code is kept for later comparisons. */
export interface ToldDeadCode extends DeadCodeState {
  /** The dearest first. */
  readonly blockers: readonly ToldBlocker[];
}

/** Whether methods that nothing calls are left out, and what the file would be smaller if they were. */
export type DeadCodeState = Pick<DeadCode, 'pruned' | 'pruningBytes'>;

/** What is otherwise about a program's dead code. */
export interface DeadCodeChange {
  readonly before: DeadCodeState;
  readonly after: DeadCodeState;
  /** Functions that look methods up and are new in the program, the dearest first. */
  readonly came: readonly ToldBlocker[];
  /** Those that are in it no more. */
  readonly gone: readonly ToldBlocker[];
}

/** More than any real program has; the cheapest are left out. */
const mostBlockers = 100;
/** A function of several type parameters can have a name of kilobytes. */
const longestSymbol = 300;

/** What is kept of it. */
export function toldDeadCode({ pruned, pruningBytes, blockers }: ToldDeadCode): ToldDeadCode {
  return { pruned, pruningBytes, blockers: blockers.slice(0, mostBlockers).map(toldBlocker) };
}

function toldBlocker({ symbol, package: path, bytes, imports, hint }: ToldBlocker): ToldBlocker {
  const name = symbol.length > longestSymbol ? `${symbol.slice(0, longestSymbol - 1)}…` : symbol;
  return { symbol: name, package: path, bytes, imports, ...(hint !== undefined && { hint }) };
}

/** What is otherwise; undefined where nothing is, or it is not known of both. Prices alone are no change: they follow the code's. */
export function deadCodeChange(
  before: ToldDeadCode | undefined,
  after: ToldDeadCode | undefined,
): DeadCodeChange | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [old, now] = [toldDeadCode(before), toldDeadCode(after)];
  const came = without(now.blockers, old.blockers);
  const gone = without(old.blockers, now.blockers);
  if (old.pruned === now.pruned && came.length === 0 && gone.length === 0) return undefined;
  return { before: stateOf(old), after: stateOf(now), came, gone };
}

function without(blockers: readonly ToldBlocker[], others: readonly ToldBlocker[]): ToldBlocker[] {
  const known = new Set(others.map(({ symbol }) => symbol));
  return blockers.filter(({ symbol }) => !known.has(symbol));
}

function stateOf({ pruned, pruningBytes }: DeadCodeState): DeadCodeState {
  return { pruned, pruningBytes };
}
