import { createHash } from 'node:crypto';
import type { CacheTrust } from '../forge/cache-trust.ts';

/** What a build cache depends on, the most lasting first. */
export interface KeyParts {
  /** The machine in Go's names. */
  readonly os: string;
  readonly architecture: string;
  /** Where things lie: entries hold paths that are relative to the workspace. */
  readonly place: readonly string[];
  readonly trust: CacheTrust;
  /** What is compiled and how; any JSON value. */
  readonly settings: unknown;
  /** A hash over the files that name the dependencies. */
  readonly dependencies: string;
  /** GITHUB_SHA. */
  readonly commit: string;
}

export interface BuildCacheKeys {
  readonly key: string;
  /** Where to look when the key is not there, the nearest first. */
  readonly prefixes: readonly string[];
}

/** Raised when entries of older versions must not be read any more. */
const format = 1;

/**
 * `slipway-1-OS-ARCHITECTURE-PLACE-TRUST-SETTINGS-DEPENDENCIES-COMMIT`. A service finds an entry by the beginning of its
 * key, the full key included, so every part has no hyphen, and the trust comes before all that a pull request can choose:
 * no key or prefix of a branch begins a key of a pull request, whatever the service keeps apart.
 */
export function buildCacheKeys(parts: KeyParts): BuildCacheKeys {
  const machine = ['slipway', format, word(parts.os), word(parts.architecture), short(parts.place)].join('-');
  const near = [short(parts.settings), short(parts.dependencies)];
  const prefixesOf = (who: string): string[] =>
    [near, near.slice(0, 1), []].map((more) => `${[machine, who, ...more].join('-')}-`);
  const branch = prefixesOf('branch');
  const own = parts.trust === 'pull-request' ? prefixesOf('pr') : branch;
  return {
    key: `${own[0]}${short(parts.commit)}`,
    prefixes: own === branch ? branch : [...own, ...branch],
  };
}

/** A word as it is, anything else by its hash. */
function word(text: string): string {
  return /^[a-z0-9]{1,16}$/.test(text) ? text : short(text);
}

/** 80 bits in hexadecimal: enough to keep apart what nobody profits from confusing, since it is within one level of trust. */
export function short(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}
