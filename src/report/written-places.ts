import type { Output } from '../request/request.ts';

/** Where a target's results of a kind were written, by the outputs that a report names in the spelling of --output. */
export function writtenPlaces(outputs: readonly string[], kind: Output['kind']): string[] {
  return outputs
    .filter((output) => output.startsWith(`${kind}:`))
    .map((output) => output.slice(kind.length + 1));
}
