import type { Smoke } from '../../request/smoke.ts';
import type { Awaited } from '../start-program.ts';

/** What is expected of a program, with nothing left open. Times are in seconds. */
export interface Contract {
  readonly smoke: Smoke;
  /** `found-out`: nobody says whether it ends by itself. */
  readonly kind: 'server' | 'command' | 'found-out';
  readonly awaited: Awaited;
  /** How long starting may take. */
  readonly within: number;
  readonly stopWithin: number;
  /** Why it is what nobody wrote down. */
  readonly guess: string | undefined;
}

/** Generous: a contract that nobody wrote must not fail for a slow machine. docker stop waits ten seconds too. */
const usual = { within: 10, stopWithin: 10 } as const;
/** How long a program that is expected to stay up is watched where nothing can be asked. */
const upSeconds = 1;
/** Under qemu everything takes longer, and that is no fault of the program's. */
const emulatedFactor = 10;

/**
 * The contract of a program: with a probe it is a server; with arguments alone, a command that ends well. With neither, an exposed
 * TCP port makes it a server that accepts connections; else what it does is found out.
 * @param ports TCP ports that its image exposes
 */
export function contractOf(
  smoke: Smoke | undefined,
  ports: readonly number[],
  isEmulated: boolean,
): Contract {
  const factor = isEmulated ? emulatedFactor : 1;
  const times = {
    within: (smoke?.within ?? usual.within) * factor,
    stopWithin: (smoke?.stopWithin ?? usual.stopWithin) * factor,
  };
  const up = { kind: 'up', seconds: upSeconds * factor } as const;
  if (smoke !== undefined && isAsked(smoke)) {
    return { smoke, kind: 'server', awaited: { kind: 'probe', smoke }, ...times, guess: undefined };
  }
  if (smoke?.expect === 'up') return { smoke, kind: 'server', awaited: up, ...times, guess: undefined };
  if (smoke?.args !== undefined || smoke?.expect === 'exit') {
    return { smoke, kind: 'command', awaited: { kind: 'exit' }, ...times, guess: undefined };
  }
  const [port] = ports;
  if (port !== undefined) {
    const asked = { ...smoke, tcp: port };
    const guess = `the image exposes port ${port}, so it is asked there`;
    return { smoke: asked, kind: 'server', awaited: { kind: 'probe', smoke: asked }, ...times, guess };
  }
  const guess = 'no contract says what it is to do';
  return { smoke: smoke ?? {}, kind: 'found-out', awaited: up, ...times, guess };
}

function isAsked({ http, tcp, exec }: Smoke): boolean {
  return http !== undefined || tcp !== undefined || exec !== undefined;
}
