import { setTimeout as pause } from 'node:timers/promises';
import { SlipwayError } from '../../support/errors.ts';
import type { Launched } from '../../support/launch.ts';
import type { OutputLines } from '../output-lines.ts';

/** How long setting up may take, in milliseconds. */
const setUpMilliseconds = 20_000;

/**
 * Waits until a tool tells that it has set everything up; one that does not is ended.
 * @param sign what it says then, and what of that is wanted
 * @throws SlipwayError E_TOOL when it ends before or takes too long, with what it said
 */
export async function whenTold(
  launched: Launched,
  output: OutputLines,
  sign: RegExp,
): Promise<RegExpExecArray> {
  let told = '';
  let ended = false;
  launched.info.on('data', (chunk: Buffer) => {
    told += chunk.toString('utf8');
  });
  void launched.ended.then(() => {
    ended = true;
  });
  const until = performance.now() + setUpMilliseconds;
  for (;;) {
    const found = sign.exec(told);
    if (found !== null) return found;
    if (ended || performance.now() > until) {
      launched.kill('SIGKILL');
      await launched.ended;
      throw new SlipwayError('E_TOOL', `it sets up no sandbox: ${output.last().slice(-3).join('; ')}`);
    }
    await pause(1);
  }
}
