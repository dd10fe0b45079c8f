import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { trialProgram } from '../isolations/trial-program.ts';
import { type ProcessFacts, processFacts } from '../kernel.ts';
import { writeProgram } from '../root/bare-root.ts';
import { startProgram } from '../start-program.ts';
import { type Session, specOf, type Ways } from './attempt.ts';

const path = '/.slipway-stand-in';
/** Long enough for it to begin; it does nothing. */
const upSeconds = 0.05;

/**
 * What the kernel says of a program that waits, run in the very same way: for one that ends before the kernel can be asked.
 * Undefined where no such program is known for the machine.
 */
export async function standInFacts(session: Session, ways: Ways): Promise<ProcessFacts | undefined> {
  const program = trialProgram(session.architecture, 'waits');
  if (program === undefined) return undefined;
  const file = join(session.runnable.root.root, path);
  await writeProgram(file, program);
  try {
    const spec = { ...specOf(session, ways), program: path, args: [path] as const };
    const started = await startProgram(
      session.isolation,
      spec,
      { kind: 'up', seconds: upSeconds },
      1,
      session.signal,
    );
    try {
      return processFacts(started.held.pid);
    } finally {
      await started.remove();
    }
  } finally {
    await rm(file, { force: true });
  }
}
