import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { AttributedObjects } from './attributed-by-objects.ts';
import type { ProgramAnswer, ProgramJob, ProgramNews } from './program-worker.ts';
import type { LinkedFrom, ReachPorts } from './reach.ts';
import { faultOfThread, startWorker, type WorkerThread } from './worker.ts';

/** Attributes programs, one after another: in a thread that lives as long as the run, where there is one to be had. */
export interface ProgramThread {
  /**
   * @param linked what a program is linked from: the thread starts while that is found
   * @param path the program's
   * @param digest the program's, once it is linked
   * @param signal when nobody wants to know any more
   * @returns SlipwayError E_BINARY or E_TOOLCHAIN where packages do not tell, and why
   */
  attribute(
    linked: Promise<LinkedFrom>,
    path: string,
    digest: Promise<Digest>,
    signal: AbortSignal,
  ): Promise<AttributedObjects | SlipwayError>;
}

export function programThread({ machine, objectWorker, signal: run }: ReachPorts): ProgramThread {
  if (objectWorker === undefined) {
    return {
      attribute: async (linked, path, digest, signal) => {
        signal.throwIfAborted();
        const { attributedByObjects } = await import('./attributed-by-objects.ts');
        return attributedByObjects(path, digest, await linked, { machine, signal });
      },
    };
  }
  let take: (answer: ProgramAnswer) => void = () => {};
  let running: WorkerThread<ProgramNews> | undefined;
  const start = (): WorkerThread<ProgramNews> => {
    const job: ProgramJob = { ports: { machine, objectWorker } };
    const thread = startWorker<ProgramAnswer, ProgramNews>(objectWorker, job, run, (answer) => take(answer));
    // Whoever waits for an answer is told.
    thread.ended
      .catch(() => undefined)
      .then(() => {
        if (running === thread) running = undefined;
      });
    return thread;
  };
  return {
    attribute: async (linked, path, digest, signal) => {
      signal.throwIfAborted();
      running ??= start();
      const thread = running;
      const { promise: answered, resolve, reject } = Promise.withResolvers<ProgramAnswer>();
      answered.catch(() => undefined);
      take = resolve;
      thread.ended.then(() => reject(signal.reason ?? noAnswer()), reject);
      const stop = (): void => {
        running = undefined;
        thread.stop();
      };
      signal.addEventListener('abort', stop, { once: true });
      thread.hold(true);
      let isOver = false;
      try {
        thread.tell({ linked: await linked, path });
        // The thread may be at another program by then.
        digest.then((known) => isOver || thread.tell({ digest: known }));
        return answerOf(await answered);
      } finally {
        isOver = true;
        signal.removeEventListener('abort', stop);
        thread.hold(false);
      }
    },
  };
}

function noAnswer(): SlipwayError {
  return new SlipwayError('E_INTERNAL', 'the thread that reads packages ended without an answer');
}

function answerOf(answer: ProgramAnswer): AttributedObjects | SlipwayError {
  if ('found' in answer) return answer.found;
  const fault = faultOfThread(answer.fault);
  if (fault.code === 'E_BINARY' || fault.code === 'E_TOOLCHAIN') return fault;
  throw fault;
}
