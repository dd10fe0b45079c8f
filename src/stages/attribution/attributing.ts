import pLimit from 'p-limit';
import { isReadWhole } from '../../binary/executable.ts';
import type { Linking } from '../../gobuild/build.ts';
import type { Executable } from '../../gobuild/compile.ts';
import { compiledPackages, type LinkedPackage } from '../../gobuild/compiled-packages.ts';
import type { GoCommand } from '../../gobuild/go-command.ts';
import type { LinkedArchives } from '../../gobuild/linked-archives.ts';
import { linkedPackages } from '../../gobuild/linked-packages.ts';
import type { Origin } from '../../gobuild/origin.ts';
import type { Target } from '../../gobuild/targets.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Ports } from '../ports.ts';
import type { AttributedObjects } from './attributed-by-objects.ts';
import { programThread } from './program-thread.ts';
import type { LinkedFrom } from './reach.ts';

/** A program by its compiled packages. */
export interface ProgramObjects {
  /** Rejects with E_BUILD where they are not to be had; so does the next. */
  readonly packages: Promise<readonly LinkedPackage[]>;
  /** What they tell; E_BINARY or E_TOOLCHAIN where they do not, and why. */
  readonly objects: Promise<AttributedObjects | SlipwayError>;
}

/**
 * Attributes a build's programs by their compiled packages, in another thread. Where it is told of programs that are about to
 * be linked it begins with those; what nobody asked for goes on until the run ends.
 */
export interface Attributing {
  readonly linking: Linking;
  of(target: Target, executable: Executable): ProgramObjects;
  /** When nothing is going on any more of programs that are linked. */
  settled(): Promise<void>;
}

/** A program that is being attributed. */
interface Begun extends ProgramObjects {
  linkedAs(digest: Digest): void;
  stop(): void;
}

/** @param isAsked whether somebody wants to know, as far as it can be said before a program is linked */
export function attributing(
  origin: Origin,
  { cacheDirectory }: Pick<BuildRequest, 'cacheDirectory'>,
  ports: Ports,
  isAsked: (target: Target) => boolean = () => false,
): Attributing {
  // Packages are read by all cores, and are large: those of one program at a time.
  const alone = pLimit(1);
  const thread = programThread(ports);
  const begun = new Map<string, Begun>();
  const listed = (go: GoCommand, target: Target, platform: Platform) =>
    compiledPackages({ go, directory: origin.workspace.directory }, target, platform);
  const begin = (
    target: Target,
    platform: Platform,
    path: string,
    packages: ProgramObjects['packages'],
  ): Begun => {
    const end = new AbortController();
    const { promise: digest, resolve: linkedAs } = Promise.withResolvers<Digest>();
    const linked = packages.then(
      (known): LinkedFrom => ({
        // Whoever tells of them has them in an order of its own.
        packages: known.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
        ...{ main: target.importPath, platform, buildTags: target.settings.buildTags },
        ...{ goroot: origin.go.goroot, cacheDirectory },
      }),
    );
    const signal = AbortSignal.any([ports.signal, end.signal]);
    const objects = alone(() => thread.attribute(linked, path, digest, signal));
    // Who asks is told.
    for (const known of [linked, objects]) known.catch(() => undefined);
    return { packages, objects, linkedAs, stop: () => end.abort() };
  };
  return {
    linking: (go, target, { platform, output }, imports) => {
      if (ports.objectWorker === undefined || !isAsked(target) || !isReadWhole(platform.os)) return undefined;
      const archives = Promise.withResolvers<LinkedArchives | undefined>();
      const packages = archives.promise.then(async (read) => {
        const known = read && linkedPackages(read, await imports, target.name, platform);
        return known ?? listed(go, target, platform);
      });
      const program = begin(target, platform, output, packages);
      const key = keyOf(target, platform);
      begun.set(key, program);
      const drop = (why?: unknown): void => {
        begun.delete(key);
        program.stop();
        archives.reject(why);
      };
      return {
        begins: archives.resolve,
        failed: drop,
        ended: ({ digest }, isNew) => {
          // It was attributed when it was new.
          if (!isNew) return drop();
          program.linkedAs(digest);
          archives.resolve(undefined);
        },
      };
    },
    of: (target, { platform, path, digest }) => {
      const known = begun.get(keyOf(target, platform));
      if (known !== undefined) return known;
      const program = begin(target, platform, path, listed(origin.go.command, target, platform));
      program.linkedAs(digest);
      return program;
    },
    settled: async () => {
      await Promise.allSettled([...begun.values()].map(({ objects }) => objects));
    },
  };
}

function keyOf({ name }: Target, platform: Platform): string {
  return `${name} ${formatPlatform(platform)}`;
}
