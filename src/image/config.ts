import type { Platform } from '../request/platform.ts';
import type { Port } from '../request/request.ts';
import type { Layer } from './descriptor.ts';
import { canonicalJson } from './json.ts';

/** One layer and, in plain words, what it was made of (image-spec, config.md, "history"). */
export interface DescribedLayer {
  readonly layer: Layer;
  readonly createdBy: string;
}

/** How the program is started, as the image's default. */
export interface Execution {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** The base's variables with the user's on top. */
  readonly env: readonly string[];
  /** `UID[:GID]`, numeric. */
  readonly user: string;
  readonly workdir: string | undefined;
  readonly ports: readonly Port[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The OCI image config (image-spec, config.md) as the bytes of its blob. `created` is RFC 3339, UTC. */
export function encodeConfig(image: {
  readonly platform: Platform;
  readonly created: string;
  readonly execution: Execution;
  readonly layers: readonly DescribedLayer[];
}): Buffer {
  const { platform, created, layers } = image;
  return canonicalJson({
    ...platform,
    created,
    config: encodeExecution(image.execution),
    rootfs: { type: 'layers', diff_ids: layers.map(({ layer }) => layer.diffId) },
    history: layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
  });
}

function encodeExecution({ entrypoint, cmd, env, user, workdir, ports, labels }: Execution): object {
  return {
    User: user,
    Env: env,
    Entrypoint: entrypoint,
    Cmd: cmd.length > 0 ? cmd : undefined,
    WorkingDir: workdir,
    ExposedPorts: ports.length > 0 ? Object.fromEntries(ports.map((port) => [portKey(port), {}])) : undefined,
    Labels: Object.keys(labels).length > 0 ? labels : undefined,
  };
}

function portKey({ number, protocol }: Port): string {
  return `${number}/${protocol}`;
}

/**
 * `NAME=value` lines: the base's in its order, with the user's value where both name one, then the user's other ones by
 * name, so that the order in which they were given does not show in the digest.
 */
export function mergeEnv(
  base: Readonly<Record<string, string>>,
  user: Readonly<Record<string, string>>,
): string[] {
  const added = Object.keys(user)
    .filter((name) => !Object.hasOwn(base, name))
    .sort();
  return [...Object.keys(base), ...added].map((name) => `${name}=${user[name] ?? base[name] ?? ''}`);
}
