import { host, print, printJson, terminalOf } from './console.ts';
import { abortOnSignals } from './process.ts';
import { formatError } from './report/error-text.ts';
import { type Invocation, readCommandLine } from './request/flags.ts';
import { runCommand } from './run-command.ts';
import { asSlipwayError, exitStatus, type SlipwayError } from './support/errors.ts';
import { slipwayVersion } from './version.ts';

/** The program `slipway`: results go to standard output, everything else to standard error; the exit status says how it went. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const signal = abortOnSignals();
  letReadersLeave();
  try {
    process.exitCode = await run(readCommandLine(argv), signal);
  } catch (error) {
    const fault = asSlipwayError(signal.aborted ? signal.reason : error);
    if (argv.includes('--json'))
      printJson({ error: { code: fault.code, message: fault.message, hint: fault.hint } });
    tell(fault);
    process.exitCode = exitStatus[fault.code];
  }
}

/** A reader that has seen enough, such as head, is no fault. */
function letReadersLeave(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Where the entries are that a step of the action starts or hands on. */
export interface ActionEntries {
  /** The command line's. */
  readonly program: string;
  /** The post step's, which also does jobs of the cache. */
  readonly post: string;
}

/** The action's main step. Everything is told on standard output, which the runner reads. */
export async function action(entries: ActionEntries): Promise<void> {
  const { runMain } = await import('./actions/main.ts');
  process.exitCode = await runMain({
    ...runner(entries.post),
    node: process.execPath,
    program: entries.program,
  });
}

/** The step of `comment/action.yml`. */
export async function comment(): Promise<void> {
  const { runComment } = await import('./actions/comment/main.ts');
  letReadersLeave();
  const print = (text: string): void => void process.stdout.write(text);
  process.exitCode = await runComment({ ...host(), print, signal: abortOnSignals() });
}

/** The action's post step; runPost throws nothing. */
export async function post(entry: string): Promise<void> {
  const { runPost } = await import('./actions/post.ts');
  await runPost(runner(entry));
}

/** A job of the cache, read from standard input: the library for it gets a process of its own, which ends with the job. */
export async function cacheJob(): Promise<void> {
  const { answerCacheJob } = await import('./actions/cache-job.ts');
  const { text } = await import('node:stream/consumers');
  const answer = await answerCacheJob(await text(process.stdin));
  process.stdout.write(answer, () => process.exit(0));
}

/** In a worker thread: reads compiled packages, or tells what they say of a program. */
export async function answerObjects(): Promise<void> {
  const { answerJob } = await import('./stages/attribution/object-worker.ts');
  answerJob();
}

function runner(post: string) {
  letReadersLeave();
  return {
    ...host(),
    print: (text: string) => void process.stdout.write(text),
    signal: abortOnSignals(),
    now: () => performance.now() / 1000,
    cacheJob: [process.execPath, post] as const,
  };
}

async function run(invocation: Invocation, signal: AbortSignal): Promise<number> {
  if (invocation.kind === 'help') return print(invocation.text);
  if (invocation.kind === 'version') return print(`slipway ${slipwayVersion}`);
  return runCommand(invocation, signal);
}

function tell(fault: SlipwayError): void {
  process.stderr.write(formatError(fault, terminalOf(process.stderr)));
}
