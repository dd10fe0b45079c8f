import assert from 'node:assert/strict';
import { packageNodes } from '../../../src/size/reach/dead-code.ts';
import { retainedBytes } from '../../../src/size/reach/retained.ts';
import { type PublishedRequest, publishedPackages } from '../published-programs.ts';
import { publishedReach } from '../published-reach.ts';
import { type RemovalName, removalOf, stubbedPackages } from './removals.ts';
import { type RemovedProgram, removedProgram } from './removed-program.ts';

/** What the linker's rules are run without. */
export interface LeftOut {
  /** Import paths, of a module all those that the program has. */
  readonly packages: readonly string[];
  /** As the linker names them. */
  readonly functions: readonly string[];
}

/** What the linker's own rules say would go away, in bytes; by the tests' own Go, or another. */
export async function predictedBytes(name: RemovalName, go?: string): Promise<number> {
  const request: PublishedRequest = {
    program: removalOf(name).program,
    ...(go === undefined ? {} : { go }),
  };
  const without = leftOut(name);
  const reach = await publishedReach(request);
  const nodes = packageNodes(reach);
  const functions = new Set(without.functions);
  const named = [...reach.names.keys()].filter((node) => functions.has(reach.names[node] ?? ''));
  const thing = [...without.packages.flatMap((path) => nodes.get(path) ?? []), ...named];
  const [bytes = Number.NaN] = retainedBytes(reach.graph, [thing], undefined);
  return Math.round(bytes);
}

/** Takes something out of a real program's source and checks that what goes is what the rules say, within 5 % or 2 KB. */
export async function checkRemoval(name: RemovalName, go?: string): Promise<RemovedProgram> {
  const removed = removedProgram(name, go);
  assert.ok(removed.bytes > 0, `${removed.bytes} bytes went away`);
  // Three segments begin at pages of their own, and headers and the table of sections are no section's.
  assert.ok(Math.abs(removed.bytes - removed.fileBytes) < 4 * 4096, `${removed.fileBytes} of the file`);
  const predicted = await predictedBytes(name, go);
  const allowed = Math.max(removed.bytes * 0.05, 2048);
  const said = `${predicted} bytes were predicted, ${removed.bytes} went away`;
  assert.ok(Math.abs(predicted - removed.bytes) <= allowed, said);
  return removed;
}

export function leftOut(name: RemovalName): LeftOut {
  const { program, module, functions = [] } = removalOf(name);
  const packages =
    module === undefined
      ? stubbedPackages(name)
      : publishedPackages(program)
          .filter((each) => each.Module?.Path === module)
          .map(({ ImportPath }) => ImportPath);
  return { packages, functions: functions.map(({ symbol }) => symbol) };
}
