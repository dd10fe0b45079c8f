import type { Kind } from './kinds.ts';

export type CommandName =
  | 'build'
  | 'merge'
  | 'inspect'
  | 'compare'
  | 'compare-go'
  | 'reproduce'
  | 'verify'
  | 'run'
  | 'tree'
  | 'convert'
  | 'tags'
  | 'lock'
  | 'history'
  | 'sign'
  | 'sign-blob'
  | 'sbom'
  | 'doctor';

/** Headings of help and docs/inputs.md, in their order. */
export const groups = ['What to build', 'Compiling', 'The image', 'Results', 'Signing', 'The run'] as const;
export type Group = (typeof groups)[number];

/**
 * One input of Slipway. `scope` says where slipway.yaml may hold it: `run` at the top; `target` at the top and under
 * targets.NAME; `named` only there.
 */
export interface Input<Value> {
  /** `--flag`; absent: slipway.yaml only. */
  readonly flag?: string;
  /** The field in slipway.yaml; absent: flag only. */
  readonly field?: string;
  readonly scope: 'run' | 'target' | 'named';
  readonly group: Group;
  readonly commands: readonly CommandName[];
  readonly kind: Kind<Value>;
  /** One sentence; where it helps, why. */
  readonly description: string;
  /** A value as a flag's text. */
  readonly example: string;
  /** What holds when nobody says anything, where that is no plain value. */
  readonly otherwise?: string;
  /** What help says of it under a command to which it means something else, with what holds otherwise. */
  readonly under?: Readonly<Partial<Record<CommandName, string>>>;
  /** How the action has it, where not under the field's or flag's name and meaning; false: not at all. */
  readonly action?: ActionForm | false;
}

interface ActionForm {
  readonly name?: string;
  readonly description?: string;
  readonly otherwise?: string;
}

/** An input that always has a value. */
export interface DefaultedInput<Value> extends Input<Value> {
  readonly fallback: Value;
}

/** Fixes an input's value type; with `fallback` the value is never undefined. */
export function input<Value>(
  definition: Input<Value> & { readonly fallback: NoInfer<Value> },
): DefaultedInput<Value>;
export function input<Value>(definition: Input<Value>): Input<Value>;
export function input<Value>(definition: Input<Value>): Input<Value> {
  return definition;
}
