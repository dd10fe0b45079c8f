/**
 * One stream for two readers, piece by piece: the first asks for it, the second follows a piece behind. Neither waits for
 * ever: an error reaches both, the second ends with the first, the first goes on without it.
 * @param input whose pieces hold their bytes until three more were asked for
 */
export function twoReaders(
  input: AsyncIterable<Uint8Array>,
): readonly [AsyncGenerator<Uint8Array>, AsyncGenerator<Uint8Array>] {
  let offered = Promise.withResolvers<Uint8Array | undefined>();
  let taken = Promise.withResolvers<void>();
  let isRead = true;
  async function* first(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of input) {
        if (isRead) {
          offered.resolve(piece);
          await taken.promise;
        }
        yield piece;
      }
    } catch (error) {
      offered.promise.catch(() => undefined);
      offered.reject(error);
      throw error;
    } finally {
      offered.resolve(undefined);
    }
  }
  async function* second(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = await offered.promise;
        if (piece === undefined) return;
        const told = taken;
        offered = Promise.withResolvers();
        taken = Promise.withResolvers();
        told.resolve();
        yield piece;
      }
    } finally {
      isRead = false;
      taken.resolve();
    }
  }
  return [first(), second()];
}
