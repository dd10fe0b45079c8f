import { predictedBytes } from '../test/support/removal/prediction.ts';
import {
  type RemovalName,
  removalOf,
  removedBlockers,
  removedParts,
  stubbedPackages,
} from '../test/support/removal/removals.ts';
import { removedProgram } from '../test/support/removal/removed-program.ts';
import type { Only } from './contest.ts';
import { markdownTable } from './table.ts';

/** What the linker's rules predict beside what really goes away when a thing is taken out of the source and all is linked again. */
export async function removalsTable(only: Only): Promise<string> {
  const names = [...Object.keys(removedParts), ...Object.keys(removedBlockers)] as RemovalName[];
  const lines: string[][] = [];
  for (const name of names.filter(
    (each) => (only.program ?? removalOf(each).program) === removalOf(each).program,
  )) {
    console.error(`taking out ${name}`);
    const { bytes } = removedProgram(name);
    const predicted = await predictedBytes(name);
    const difference = predicted - bytes;
    lines.push([
      removalOf(name).program,
      takenOut(name),
      counted(bytes),
      counted(predicted),
      `${counted(difference)} (${percent(difference / bytes)})`,
    ]);
    console.error(lines.at(-1)?.join(' | '));
  }
  return markdownTable(
    ['program', 'taken out of the source', 'bytes that went', 'predicted', 'difference'],
    lines,
    [
      'bytes: the sum of the sections that are loaded, linux/amd64 without cgo, trimmed and stripped; the versions of the programs stand in test/support/published-programs.ts',
      'of a package or a module: stubs in its place, which have what others use and do nothing (test/fixtures/removed); of a function: its body',
    ],
  );
}

function takenOut(name: RemovalName): string {
  const { module, functions = [] } = removalOf(name);
  if (module !== undefined) return `module \`${module}\``;
  if (functions.length > 0) return functions.map(({ symbol }) => `\`${symbol}\``).join(' and ');
  return stubbedPackages(name)
    .map((path) => `package \`${path}\``)
    .join(' and ');
}

function counted(bytes: number): string {
  return bytes.toLocaleString('en-US');
}

function percent(share: number): string {
  // Rounded before it is written, so that there is no minus zero.
  const rounded = Math.round(share * 10_000) / 100;
  return `${(rounded === 0 ? 0 : rounded).toFixed(2)} %`;
}
