import { setFlagsFromString } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { type AttributedObjects, attributedByObjects } from './attributed-by-objects.ts';
import type { LinkedFrom, ReachPorts } from './reach.ts';
import { buffersOf, type ThreadFault, threadFault } from './worker.ts';

/** A worker is started before it is known what the first program is linked from. */
export interface ProgramJob {
  readonly ports: Pick<ReachPorts, 'machine' | 'objectWorker'>;
}

/** It is told then, and when the program is linked; after its answer, of the next. */
export type ProgramNews =
  | { readonly linked: LinkedFrom; readonly path: string }
  | { readonly digest: Digest };

export type ProgramAnswer = { readonly found: AttributedObjects } | { readonly fault: ThreadFault };

/** Attributes programs by the compiled packages that they are linked from. */
export function answerPrograms({ ports }: ProgramJob): void {
  let linkedAs: (digest: Digest) => void = () => {};
  parentPort?.on('message', async (news: ProgramNews) => {
    if ('digest' in news) return linkedAs(news.digest);
    const digest = Promise.withResolvers<Digest>();
    linkedAs = digest.resolve;
    const answer = await answerTo(news, digest.promise, ports);
    // Half a million pieces.
    const { pieces = {} } = ('found' in answer && answer.found.attribution) || {};
    parentPort?.postMessage(answer, buffersOf([pieces]));
  });
}

async function answerTo(
  { linked, path }: Extract<ProgramNews, { readonly path: string }>,
  digest: Promise<Digest>,
  ports: ProgramJob['ports'],
): Promise<ProgramAnswer> {
  try {
    // Whoever started this thread ends it.
    const signal = new AbortController().signal;
    setFlagsFromString('--opt');
    const found = await attributedByObjects(path, digest, linked, {
      ...ports,
      signal,
      whenRead: expectTables,
    });
    return found instanceof SlipwayError ? { fault: threadFault(found) } : { found };
  } catch (error) {
    return { fault: threadFault(error) };
  }
}

/**
 * Tables are gone through once, and V8's best code for such loops would be ready when they are over: made beside, it takes a fifth of the
 * time that all of this process needs for a small program. Packages that are read anew are worth it. It holds for all threads.
 */
function expectTables(): void {
  setFlagsFromString('--no-opt');
}
