import { parentPort } from 'node:worker_threads';
import { SlipwayError } from '../../support/errors.ts';
import { type AttributedObjects, attributedByObjects, type ObjectPorts } from './attributed-by-objects.ts';
import type { LinkedFrom } from './reach.ts';
import { type ThreadFault, threadFault } from './worker.ts';

/** A worker is started for a program before it is known what that is linked from. */
export interface ProgramJob {
  readonly ports: Omit<ObjectPorts, 'signal'>;
}

/** What it is told then, and when the program is linked. */
export type ProgramNews = { readonly linked: LinkedFrom } | { readonly path: string };

export type ProgramAnswer = { readonly found: AttributedObjects } | { readonly fault: ThreadFault };

/** Attributes a program by the compiled packages that it is linked from. */
export async function answerProgram({ ports }: ProgramJob): Promise<void> {
  const [linked, path] = [Promise.withResolvers<LinkedFrom>(), Promise.withResolvers<string>()];
  parentPort?.on('message', (news: ProgramNews) => {
    if ('path' in news) path.resolve(news.path);
    else linked.resolve(news.linked);
  });
  const answer = await answerTo(path.promise, await linked.promise, ports);
  parentPort?.postMessage(answer, 'found' in answer ? buffersOf(answer.found) : []);
  parentPort?.close();
}

async function answerTo(
  path: Promise<string>,
  linked: LinkedFrom,
  ports: ProgramJob['ports'],
): Promise<ProgramAnswer> {
  try {
    // Whoever started this thread ends it.
    const signal = new AbortController().signal;
    const found = await attributedByObjects(path, linked, { ...ports, signal });
    return found instanceof SlipwayError ? { fault: threadFault(found) } : { found };
  } catch (error) {
    return { fault: threadFault(error) };
  }
}

/** What is handed over, not copied: half a million pieces. */
function buffersOf({ attribution }: AttributedObjects): ArrayBuffer[] {
  const columns = Object.values(attribution?.pieces ?? {}).filter((each) => ArrayBuffer.isView(each));
  return [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))];
}
