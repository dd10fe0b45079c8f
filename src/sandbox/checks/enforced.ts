import type { Restriction } from '../isolation.ts';
import type { ProcessFacts } from '../kernel.ts';
import { type Session, type Ways, wantedUser } from './attempt.ts';
import { type Finding, failed, passed, type SandboxCheck, skipped } from './words.ts';

/** What the kernel said of a program that ran, against what was asked for. */
interface Seen {
  readonly session: Session;
  readonly ways: Ways;
  readonly facts: ProcessFacts;
}

type Judge = (seen: Seen) => Finding;

const gone = 'it ended before the kernel could be asked about it';

/**
 * Whether the restrictions really held, as the kernel says and not as they were asked for. A check that the program could not do
 * with is told elsewhere and left out here.
 */
export function enforced(session: Session, ways: Ways, facts: ProcessFacts | undefined): readonly Finding[] {
  return Object.entries(judges).map(([name, judge]): Finding => {
    const check = name as keyof typeof judges;
    const lack = session.isolation.lacks[check];
    if (lack !== undefined) return skipped(check, lack);
    return facts === undefined ? skipped(check, gone) : judge({ session, ways, facts });
  });
}

const judges = {
  'read-only-root': ({ facts: { rootReadOnly } }) =>
    rootReadOnly === undefined
      ? skipped('read-only-root', 'its mounts cannot be seen from here')
      : held('read-only-root', rootReadOnly === true, 'does without writing to its root; /tmp is writable'),
  'non-root': nonRootFinding,
  capabilities: ({ facts: { capabilities: sets } }) =>
    held(
      'capabilities',
      [sets.effective, sets.permitted].every((set) => /^0+$/.test(set)),
      `does without (CapEff ${sets.effective})`,
    ),
  'no-new-privileges': ({ facts: { noNewPrivileges } }) =>
    held('no-new-privileges', noNewPrivileges, 'gains none by what it starts (NoNewPrivs 1)'),
  seccomp: ({ facts: { seccomp } }) =>
    held('seccomp', seccomp === 2, "under a filter such as docker's (Seccomp 2)"),
  network: networkFinding,
} as const satisfies Partial<Record<SandboxCheck & Restriction, Judge>>;

function held(check: SandboxCheck, is: boolean, detail: string): Finding {
  if (is) return passed(check, detail);
  return failed(
    check,
    `the kernel says otherwise: this sandbox did not take; this is no fault of the program's`,
  );
}

function nonRootFinding({ session, facts: { uid, gid } }: Seen): Finding {
  const { isolation, runnable } = session;
  const { instead } = isolation.userFor(wantedUser(runnable));
  if (runnable.user?.uid === 0) {
    const hint = 'give it another: --user 65532:65532';
    return failed(
      'non-root',
      `its image says that it runs as root (user ${runnable.user.uid})\n${hint}`,
      'warn',
    );
  }
  if (instead !== undefined) return skipped('non-root', instead);
  if (uid === 0) return held('non-root', false, '');
  const why = runnable.user === undefined ? ' (nothing says who it is to be)' : '';
  return passed('non-root', `ran as ${uid}:${gid}${why}`);
}

/** Loopback, and ends of tunnels that the kernel gives to every new network where their modules are loaded (net.core.fb_tunnels_only_for_init_net). */
const unconnected = /^(lo|tunl\d|sit\d|gre\d|gretap\d|erspan\d|ip_vti\d|ip6tnl\d|ip6gre\d|ip6_vti\d)$/;

function networkFinding({ session, facts: { devices } }: Seen): Finding {
  if (session.contract.smoke.network === 'host') {
    return skipped('network', "its contract asks for this machine's network");
  }
  if (devices === undefined) return skipped('network', 'its network cannot be seen from here');
  const isAlone = devices.every((name) => unconnected.test(name));
  return held('network', isAlone, 'does without: it had loopback alone');
}
