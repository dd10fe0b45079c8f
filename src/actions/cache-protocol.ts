/** What the process around @actions/cache is asked to do, as JSON on its standard input. */
export interface CacheJob {
  readonly task: 'restore' | 'save';
  readonly paths: readonly string[];
  readonly key: string;
  readonly prefixes: readonly string[];
  /** How long the service may take to say what it has. */
  readonly answerMilliseconds: number;
}

/** How it went, as JSON in the last line of standard output; the lines before are the library's. */
export type CacheAnswer =
  /** `nothing` is also what the library answers when asking failed; `not-saved` also when the key is taken. */
  | { readonly kind: 'absent' | 'unanswered' | 'nothing' | 'incomplete' | 'exists' | 'saved' | 'not-saved' }
  | { readonly kind: 'restored' | 'foreign'; readonly key: string };

/** An entry that has this as its first argument does a cache job and nothing else. */
export const cacheJobArgument = 'cache-job';
