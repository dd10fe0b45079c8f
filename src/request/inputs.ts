import { baseSignatureInputs } from './base-signature-inputs.ts';
import { compileInputs } from './compile-inputs.ts';
import { engineInputs } from './engine-inputs.ts';
import { imageInputs } from './image-inputs.ts';
import type { CommandName, DefaultedInput, Input } from './input.ts';
import { inspectInputs } from './inspect-inputs.ts';
import { packInputs } from './pack-inputs.ts';
import { registryInputs } from './registry-inputs.ts';
import { reproduceInputs } from './reproduce-inputs.ts';
import { runInputs } from './run-inputs.ts';
import { sandboxInputs } from './sandbox-inputs.ts';
import { sbomInputs } from './sbom-inputs.ts';
import { shardInputs } from './shard-inputs.ts';
import { signInputs } from './sign-inputs.ts';
import { sizeInputs } from './size-inputs.ts';
import { verifyInputs } from './verify-inputs.ts';

/**
 * Every input of Slipway. Flags, help, slipway.yaml, its JSON schema and docs/inputs.md come from this table, so an
 * input is added here and nowhere else.
 */
export const inputs = {
  ...compileInputs,
  ...runInputs,
  ...registryInputs,
  ...inspectInputs,
  ...sizeInputs,
  ...reproduceInputs,
  ...verifyInputs,
  ...signInputs,
  ...sandboxInputs,
  ...sbomInputs,
  ...imageInputs,
  ...packInputs,
  ...engineInputs,
  ...baseSignatureInputs,
  ...shardInputs,
};

type Table = typeof inputs;
export type InputName = keyof Table;

type ValueOf<Entry> = Entry extends Input<infer Value> ? Value : never;
export type InputValue<Name extends InputName> = ValueOf<Table[Name]>;

/** The inputs that always have a value. */
export type DefaultedName = {
  [Name in InputName]: Table[Name] extends DefaultedInput<infer _Value> ? Name : never;
}[InputName];

/** What one source (the flags, the file's top, one target) says; a name that is absent was not said. */
export type InputValues = { readonly [Name in InputName]?: InputValue<Name> };

/** An input of any value type: what generic readers of the table see. */
export type AnyInput = Input<unknown> & { readonly name: InputName; readonly fallback?: unknown };

/** The table as a list, in the order that people read it. */
export function allInputs(): readonly AnyInput[] {
  return Object.entries(inputs).map(([name, entry]) => ({
    ...(entry as Input<unknown>),
    name: name as InputName,
  }));
}

/** The inputs a command takes as flags. */
export function flagsOf(command: CommandName): readonly (AnyInput & { readonly flag: string })[] {
  return allInputs().filter(
    (entry): entry is AnyInput & { readonly flag: string } =>
      entry.flag !== undefined && entry.commands.includes(command),
  );
}

/** The inputs that slipway.yaml may hold at its top (`run` and `target`) or under targets.NAME (`target` and `named`). */
export function fieldsOf(place: 'top' | 'target'): readonly (AnyInput & { readonly field: string })[] {
  const other = place === 'top' ? 'named' : 'run';
  return allInputs().filter(
    (entry): entry is AnyInput & { readonly field: string } =>
      entry.field !== undefined && entry.scope !== other,
  );
}
