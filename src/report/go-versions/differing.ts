import { growth } from '../../size/difference.ts';
import { signed } from '../comparison-text.ts';
import { plainLine } from '../plain-text.ts';
import type { Style } from '../style.ts';
import { wrapped } from '../wrapped.ts';
import type { GoProgram } from './go-comparison.ts';
import { firstProgram, partChanges, percentText, type VersionRow } from './words.ts';

/** So many packages are named; the others are summed. */
const mostPackages = 4;

/** Which parts and packages of a program have other lengths than in the first, for each version; none where nothing is compared. */
export function differingLines(
  rows: readonly VersionRow[],
  programs: readonly GoProgram[],
  { columns, style }: { readonly columns: number; readonly style: Style },
): string[] {
  const first = firstProgram(programs);
  const others = rows.flatMap(({ name, program }) =>
    program === undefined || program === first ? [] : [{ name, program }],
  );
  if (first === undefined || others.length === 0) return [];
  const width = Math.max(...others.map(({ name }) => name.length));
  const lines = others.flatMap(({ name, program }) => {
    const told = [partItems(first, program), packageItems(program)].filter((items) => items.length > 0);
    const lists = told.length === 0 ? [['nothing that counts']] : told;
    const all = lists.flatMap((items) => itemLines(items, columns - width - 4));
    return all.map((line, at) => `  ${(at === 0 ? name : '').padEnd(width)}  ${line}`);
  });
  const head = style.bold(`what differs, against ${plainLine(first.go)}`);
  return [head, ...lines, ...godebugLines(rows, columns, style)];
}

/** Items with commas between, in lines that break between items only. */
function itemLines(items: readonly string[], columns: number): string[] {
  const whole = items.map((item) => item.replaceAll(' ', '\u00a0')).join(', ');
  return wrapped(whole, columns).map((line) => line.replaceAll('\u00a0', ' '));
}

/** `code +12.7 %`, `pclntab +9.2 %` … */
export function partItems(first: GoProgram | undefined, { parts }: GoProgram): string[] {
  if (parts === undefined || first?.parts === undefined || parts === first.parts) return [];
  return partChanges(first.parts, parts).map(
    ({ name, before, after }) => `${name} ${percentText(before, after)}`,
  );
}

/** `net/http +212 KiB`, `runtime +40.1 KiB`, `31 more +90.0 KiB` */
export function packageItems({ packages = [] }: GoProgram): string[] {
  const named = packages
    .slice(0, mostPackages)
    .map((each) => `${plainLine(each.path)} ${signed(growth(each))}`);
  const rest = packages.slice(mostPackages);
  const sum = rest.reduce((total, each) => total + growth(each), 0);
  return rest.length === 0 ? named : [...named, `${rest.length} more ${signed(sum)}`];
}

/** Which versions carry older behaviour on. */
function godebugLines(rows: readonly VersionRow[], columns: number, style: Style): string[] {
  const keeping = rows.flatMap(({ name, program }) => {
    const count = program?.godebug?.length ?? 0;
    return count === 0 ? [] : [`${name} ${count}`];
  });
  if (keeping.length === 0) return [];
  const text = `GODEBUG settings that keep older behaviour, since the go line is older: ${keeping.join(', ')}`;
  return wrapped(text, columns - 2).map((line) => style.dim(`  ${line}`));
}
