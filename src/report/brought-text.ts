import type { Brought } from '../size/brought.ts';
import { broughtModules, broughtWords, linkNames, mostBrought } from './brought-words.ts';
import type { ProgramComparison } from './comparison.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import type { Style } from './style.ts';

const arrow = '→';
/** As deep as names in lists of changes. */
const indent = 14;

/** What is new in a program, each with the imports that bring it; empty where nothing is, or nobody knows. */
export function broughtLines(program: ProgramComparison, columns: number, style: Style): string[] {
  const { brought = [], mainModule } = program;
  if (brought.length === 0) return [];
  const lines = brought
    .slice(0, mostBrought.groups)
    .flatMap((group) => [
      line(group.bytes, `${plainLine(group.name)} ${style.dim(broughtWords(group))}`, style),
      ...chainLines(linkNames(group.chain, mainModule), indent, columns).map(style.dim),
      ...moduleLines(group, program, columns, style),
    ]);
  const rest = brought.slice(mostBrought.groups);
  return [style.bold('what brings what is new'), ...lines, ...restLine(rest, style)];
}

function moduleLines(group: Brought, program: ProgramComparison, columns: number, style: Style): string[] {
  const modules = broughtModules(group, program);
  const lines = modules
    .slice(0, mostBrought.modules)
    .flatMap(({ name, bytes, chain, apart }) => [
      line(bytes, `  ${plainLine(name)}`, style),
      ...chainLines(linkNames(apart ? chain : ['…', ...chain], program.mainModule), indent + 2, columns).map(
        style.dim,
      ),
    ]);
  return [...lines, ...restLine(modules.slice(mostBrought.modules), style, '  ')];
}

function line(bytes: number, text: string, style: Style): string {
  return `  ${style.bad(`+${formatBytes(bytes)}`.padStart(indent - 4))}  ${text}`;
}

function restLine(rest: readonly { readonly bytes: number }[], style: Style, before = ''): string[] {
  if (rest.length === 0) return [];
  const bytes = rest.reduce((sum, each) => sum + each.bytes, 0);
  return [line(bytes, `${before}${style.dim(`in ${rest.length} more`)}`, style)];
}

/** A chain in lines that are broken before arrows. */
export function chainLines(links: readonly string[], depth: number, columns: number): string[] {
  const lines: string[] = [];
  for (const [at, link] of links.map(plainLine).entries()) {
    const text = at === 0 ? link : `${arrow} ${link}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length <= columns - depth) {
      lines.splice(-1, 1, `${last} ${text}`);
    } else lines.push(text);
  }
  return lines.map((text) => `${' '.repeat(depth)}${text}`);
}
