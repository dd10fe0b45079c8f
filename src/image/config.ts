import type { Platform } from '../request/platform.ts';
import type { Port } from '../request/request.ts';
import type { Inherited } from './base/inherit.ts';
import type { Layer } from './descriptor.ts';
import { canonicalJson } from './json.ts';

/** A step in how an image came about (image-spec, config.md, "history"). */
export interface HistoryEntry {
  readonly created?: string;
  readonly author?: string;
  readonly created_by?: string;
  readonly comment?: string;
  /** The step made no layer. */
  readonly empty_layer?: boolean;
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
  /** What else a base of others says. */
  readonly inherited: Pick<Inherited, 'ports' | 'volumes' | 'stopSignal' | 'healthcheck'> | undefined;
}

/** The OCI image config (image-spec, config.md) as the bytes of its blob. `created` is RFC 3339, UTC. */
export function encodeConfig(image: {
  readonly platform: Platform;
  readonly created: string;
  readonly execution: Execution;
  readonly layers: readonly Layer[];
  /** One entry that is not `empty_layer` for each layer. */
  readonly history: readonly HistoryEntry[];
}): Buffer {
  const { platform, created, layers, history } = image;
  return canonicalJson({
    ...platform,
    created,
    config: encodeExecution(image.execution),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history,
  });
}

function encodeExecution(execution: Execution): object {
  const { entrypoint, cmd, env, user, workdir, labels, inherited } = execution;
  const ports = [...(inherited?.ports ?? []), ...execution.ports.map(portKey)];
  return {
    User: user,
    Env: env,
    Entrypoint: entrypoint,
    Cmd: cmd.length > 0 ? cmd : undefined,
    WorkingDir: workdir,
    ExposedPorts: emptyObjects(ports),
    Volumes: emptyObjects(inherited?.volumes ?? []),
    Labels: Object.keys(labels).length > 0 ? labels : undefined,
    StopSignal: inherited?.stopSignal,
    Healthcheck: inherited?.healthcheck,
  };
}

/** How Go writes a set (image-spec, config.md, "ExposedPorts"). */
function emptyObjects(keys: readonly string[]): object | undefined {
  return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, {}]));
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
