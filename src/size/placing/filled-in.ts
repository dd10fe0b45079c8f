import type { RowName } from './rows.ts';

/** A variable of the runtime that the linker fills in itself, whatever the compiler made of it. */
export interface FilledIn {
  readonly row: RowName;
  /** What stands there then; undefined where that is any. */
  readonly content?: Uint8Array;
  /** The function without which the linker does so; undefined where it always does. */
  readonly without?: string;
  /** The architecture for which it does so alone. */
  readonly architecture?: string;
}

/** cmd/link/internal/ld: symtab.go, inittask.go, and loadlib in lib.go. */
export const filledIn: ReadonlyMap<string, FilledIn> = new Map([
  ['runtime.lastmoduledatap', { row: 'plain' }],
  ['runtime.runtime_inittasks', { row: 'plain' }],
  [
    'runtime.disableMemoryProfiling',
    { row: 'plain', content: Uint8Array.of(1), without: 'runtime.memProfileInternal' },
  ],
  ['runtime.goarm', { row: 'plain', architecture: 'arm' }],
  ['runtime.goarmsoftfp', { row: 'plain', architecture: 'arm' }],
]);
