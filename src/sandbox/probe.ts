import type { Smoke } from '../request/smoke.ts';
import { type Launched, launch } from '../support/launch.ts';
import { probeScript } from './probe-script.ts';

/** Somebody who asks a program, from within its network, until it is well. */
export interface Probe {
  /** It asks already. */
  readonly ready: Promise<void>;
  /** When the first good answer came, in monotonic seconds, and what it was. */
  readonly healthy: Promise<{ readonly at: number; readonly answer: string }>;
  /** What the last answer was that was no good one. */
  last(): string | undefined;
  stop(): Promise<void>;
}

/** What a probe asks for, for people: `http://localhost:8080/healthz`. */
export function probeName({ http, tcp, exec }: Smoke): string | undefined {
  if (http !== undefined) return `http://${http.host}${http.path}`;
  if (tcp !== undefined) return `port ${tcp}`;
  return exec === undefined ? undefined : `exec ${exec[0] ?? ''}`;
}

/**
 * Starts asking.
 * @param enter words that put a command into the program's network
 */
export async function startProbe(
  smoke: Pick<Smoke, 'http' | 'tcp'>,
  enter: readonly string[],
  address?: string,
): Promise<Probe> {
  const { http, tcp } = smoke;
  const asked = http === undefined ? { kind: 'tcp', port: tcp } : { kind: 'http', ...http };
  const question = { ...asked, ...(address !== undefined && { address }) };
  const [file = '', ...args] = [...enter, process.execPath, '-e', probeScript, JSON.stringify(question)];
  const ready = Promise.withResolvers<void>();
  const healthy = Promise.withResolvers<{ at: number; answer: string }>();
  let seen: string | undefined;
  let rest = '';
  const launched: Launched = await launch({
    ...{ file, args, env: {} },
    told: (from, chunk) => {
      if (from === 'stderr') {
        seen = chunk.toString('utf8').trim().split('\n').at(-1);
        return;
      }
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [word, ...words] = line.split(' ');
        if (word === 'ready') ready.resolve();
        if (word === 'saw') seen = words.join(' ');
        if (word === 'healthy') healthy.resolve({ at: Number(words[0]), answer: words.slice(1).join(' ') });
      }
    },
  });
  void launched.ended.then(() => ready.resolve());
  return {
    ready: ready.promise,
    healthy: healthy.promise,
    last: () => seen,
    async stop() {
      launched.kill('SIGKILL');
      await launched.ended;
    },
  };
}
