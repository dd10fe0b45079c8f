import type { Blocker, DeadCode } from '../size/reach/findings.ts';
import { shownLinks } from './brought-words.ts';
import { formatBytes } from './format-bytes.ts';

/** Of a blocker what a sentence about it needs. */
export type NamedBlocker = Pick<Blocker, 'symbol'>;

const mostBlockers = 3;

/**
 * `keeps 1.2 MiB of methods that nothing calls, since …`: what it costs a program that methods are not pruned, then the dearest
 * of what is to blame, each with its price and the imports that lead to it. Reads on from the program's name.
 * @param mainModule path of the main package's module, whose packages are told without it
 * @param isMost the prices are those of the platform where it costs most
 */
export function deadCodeLines(found: DeadCode, mainModule: string | undefined, isMost = false): string[] {
  const { blockers, bytes, pruningBytes } = found;
  const told = blockers.slice(0, mostBlockers);
  const rest = blockers.length - told.length;
  return [
    `keeps ${isMost ? 'up to ' : ''}${formatBytes(pruningBytes)} of methods that nothing calls, since ${blockersText(blockers)}`,
    ...told.flatMap((blocker) => blockerLines(blocker, mainModule)),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    ...(blockers.length > 1 ? [`without all of them the file would be ${formatBytes(bytes)} smaller`] : []),
  ];
}

/**
 * `text/template.(*state).evalField and 2 other functions look methods up by name`
 * @param text makes a name fit for where it is told
 */
export function blockersText(
  blockers: readonly NamedBlocker[],
  text: (name: string) => string = (name) => name,
): string {
  const [first] = blockers;
  if (first === undefined) return 'the linker was told to keep them';
  const others = blockers.length - 1;
  const verb = others === 0 ? 'looks' : 'look';
  const more = others === 0 ? '' : others === 1 ? ' and another function' : ` and ${others} other functions`;
  return `${text(first.symbol)}${more} ${verb} methods up by name`;
}

function blockerLines(
  { symbol, package: path, bytes, packageBytes, imports, hint }: Blocker,
  mainModule: string | undefined,
): string[] {
  const whole = packageBytes > bytes ? `, without ${path} ${formatBytes(packageBytes)}` : '';
  return [
    `${symbol}: without it the file would be ${formatBytes(bytes)} smaller${whole}`,
    ...(imports.length < 2 ? [] : [`  ${shownLinks(imports, mainModule)}`]),
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ];
}
