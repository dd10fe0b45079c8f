import type { CommandResult } from '../support/exec.ts';
import { defaultPatience, type Patience, pauseBefore } from '../support/retry.ts';
import type { Git } from './git.ts';

/** How long a remote is asked, and what ends that; undefined: as elsewhere, and nothing. */
export interface RemotePorts {
  readonly patience?: Patience | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * git for what talks to a remote: asks again, at growing intervals, where a connection breaks or a server says "later". git ends with
 * 128 for that as for everything else, so its words tell, which LC_ALL=C keeps as they are; what they do not tell is no reason to ask
 * again. What is asked has to be the same when it is asked twice.
 * @throws the signal's reason
 */
export function patientGit(git: Git, { patience = defaultPatience, signal }: RemotePorts): Git {
  return async (...args) => {
    for (let attempt = 1; ; attempt++) {
      const result = await git(...args);
      if (result.status === 0 || attempt >= patience.attempts || !mayPass(result)) return result;
      await patience.wait(pauseBefore(attempt, patience), signal);
    }
  };
}

/** An answer of the remote, which stays one; a broken connection often comes after it. */
const lasting = [
  // git's http.c and credential.c; ssh(1).
  /\berror: (?:400|401|403|404|407|410)\b|HTTP (?:400|401|403|404|407|410)\b/,
  /Authentication failed|Permission denied|could not read (?:Username|Password)|Host key verification failed/i,
  /\bnot found\b|not our ref|couldn't find remote ref|does not appear to be a git repository|access denied/i,
  /certificate/i,
];

const passing = [
  // git's http.c, as statuses of `retrying`.
  /\berror: (?:408|429|500|502|503|504)\b|HTTP (?:408|429|500|502|503|504)\b/,
  // libcurl's lib/strerror.c and lib/connect.c.
  /Could not resolve host|Failed to connect to|Couldn't connect to server|[Tt]imed out|Timeout was reached/,
  /Empty reply from server|transfer closed with|(?:Recv|Send) failure|SSL_ERROR_SYSCALL|unexpected eof|was not closed cleanly/,
  /GnuTLS recv error|gnutls_handshake\(\) failed: (?:The TLS connection was non-properly terminated|Error in the pull function)/,
  // The system's, by way of ssh(1) and git's connect.c.
  /Connection (?:refused|reset|closed)|Network is unreachable|No route to host|Temporary failure in name resolution/,
  // git's pkt-line.c and fetch-pack.c.
  /the remote end hung up|unexpected disconnect|early EOF/,
];

function mayPass({ stderr }: CommandResult): boolean {
  const says = (words: readonly RegExp[]) => words.some((each) => each.test(stderr));
  return says(passing) && !says(lasting);
}
