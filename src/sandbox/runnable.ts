import type { Platform } from '../request/platform.ts';
import type { User } from './isolation.ts';
import type { Root } from './root/bare-root.ts';

/** A program with all that it needs to be run: an executable alone, or an image's file tree. */
export interface Runnable {
  /** As verdicts name it: `api linux/amd64`. */
  readonly subject: string;
  readonly platform: Platform;
  readonly root: Root;
  /** The program's file, as an absolute path in the root, without links. */
  readonly program: string;
  /** The program as it is called, and the words that always follow it. */
  readonly entrypoint: readonly [string, ...string[]];
  /** Words that a contract's arguments take the place of. */
  readonly cmd: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Undefined: none is written down, which means root. */
  readonly user: User | undefined;
  /** TCP ports that it says it listens on. */
  readonly ports: readonly number[];
  /** What could not be as it is in the image: owners that cannot be set, for example. */
  readonly notes: readonly string[];
}
