/**
 * The results of work that goes on side by side; or, once all of it has come to rest, the first failure: nothing goes on
 * in the background of an error.
 */
export async function settleAll<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(work);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return Promise.all(work);
}

/**
 * The same function, done once per key: whoever asks while it goes on, or after it went well, gets that result. A failure
 * is forgotten, so that the next one tries again.
 */
export function oncePer<Argument, Result>(
  keyOf: (argument: Argument) => string,
  work: (argument: Argument) => Promise<Result>,
): (argument: Argument) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  return (argument) => {
    const key = keyOf(argument);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = work(argument);
    results.set(key, result);
    result.catch(() => results.delete(key));
    return result;
  };
}

/**
 * The results of `work` for every item, in their order, a few at a time. Nothing more begins after a failure, which is
 * thrown once what had begun has come to rest.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items.entries()].values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [at, item] of queue) {
      if (failed) return;
      try {
        results[at] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await settleAll(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
