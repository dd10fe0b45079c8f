import { type Fields, isFields } from '../../support/fields.ts';

/** How an image is started, as far as rules look at it. */
export interface ViewExecution {
  /** `NAME=value` each. */
  readonly env: readonly string[];
  /** Entrypoint and Cmd. */
  readonly command: readonly string[];
}

/**
 * The part of a config that says how a container is started (image-spec, config.md); what is of a wrong type is as
 * good as absent.
 */
export function executionOf(config: Fields): ViewExecution {
  const execution = isFields(config['config']) ? config['config'] : {};
  const { Env, Entrypoint, Cmd } = execution;
  return { env: texts(Env), command: [...texts(Entrypoint), ...texts(Cmd)] };
}

/** The step that made each layer; none when the history does not have one entry for each (config.md, "history"). */
export function stepsOf({ history }: Fields, layers: number): (string | undefined)[] {
  const entries = Array.isArray(history) ? history.filter(isFields) : [];
  const made = entries.filter((entry) => entry['empty_layer'] !== true);
  if (made.length !== layers) return [];
  return made.map(({ created_by: step }) => (typeof step === 'string' && step !== '' ? step : undefined));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
