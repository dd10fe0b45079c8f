/** What @actions/cache says on standard output: it throws nothing, so its words are the only account of what went wrong. */
export interface CacheWords {
  /** Its last warning or error. */
  readonly complaint: string | undefined;
  /** Why the service did not give a key to save under. */
  readonly refusal: string | undefined;
  /** Why its last try came to nothing, while it was trying. */
  readonly attempt: string | undefined;
}

/** Reads the library's lines (version 6: cache.ts, cacheTwirpClient.ts); commands are written as @actions/core escapes them. */
export function readCacheWords(output: string): CacheWords {
  const last = (pattern: RegExp): string | undefined => {
    const texts = [...output.matchAll(pattern)].map(([, text = '']) => plainReason(text));
    return texts.findLast((text) => text !== '');
  };
  return {
    complaint: last(/^::(?:warning|error)(?: [^:]*)?::(.*)$/gm),
    refusal:
      last(/^::debug::Failed to reserve cache: (.*)$/gm) ?? last(/^Failed to save: .*More details: (.*)$/gm),
    attempt: last(/^Attempt \d+ of \d+ failed with error: (.*)\. Retrying request in .*$/gm),
  };
}

const longest = 300;
/** The library's layers, each of which puts its own words in front. */
const layers = /^(?:Error: |Failed to (?:restore|save|[A-Z]\w+): |Received non-retryable error: )+/;

/** One line without the library's layers, and without what follows `?` in an address: that is a signature to read with. */
export function plainReason(text: string): string {
  const [line = ''] = text.replaceAll('%0D', '').replaceAll('%0A', '\n').replaceAll('%25', '%').split('\n');
  const plain = line.replace(layers, '').replaceAll(/(https?:\/\/[^\s?"']+)\?[^\s"']*/g, '$1');
  return plain.trim().slice(0, longest);
}
