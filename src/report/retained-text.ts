import { formatAskedPrograms, type TextOptions } from './asked-programs.ts';
import { chainLines } from './brought-text.ts';
import { formatBytes, formatSaving } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { adviceLines, deadCodeLines } from './reach-text.ts';
import type { RetainedInspection, RetainedModule, RetainedProgram } from './retained-inspection.ts';
import type { Style } from './style.ts';

/** How many modules are told before the rest is counted. */
const mostModules = 20;
const indent = 28;

/** What programs would be smaller without what, for a person: a paragraph for each list. Ends with a line break. */
export function formatRetainedInspection(found: RetainedInspection, options: TextOptions = {}): string {
  return formatAskedPrograms(found, options, programParagraphs);
}

function programParagraphs(
  { modules = [], deadCode, advice = [] }: RetainedProgram,
  columns: number,
  style: Style,
): string[][] {
  return [
    modules.length === 0
      ? ['It is made of its own module and the standard library alone.']
      : moduleLines(modules, columns, style),
    deadCode === undefined ? [] : deadCodeLines(deadCode, columns, style),
    adviceLines(advice, columns, style),
  ].filter((lines) => lines.length > 0);
}

/** What would go without each module. The first line is a title; of none there is nothing to say. */
export function moduleLines(modules: readonly RetainedModule[], columns: number, style: Style): string[] {
  if (modules.length === 0) return [];
  // Of somebody else's module nothing is required by the one that it is built in.
  const isTold = modules.some(({ direct }) => direct);
  const heading = `${'without it'.padStart(12)}${'its own'.padStart(12)}    module`;
  const lines = modules.slice(0, mostModules).flatMap(({ path, version, direct, imports, ...sizes }) => {
    const numbers = [formatSaving(sizes.retainedBytes).padStart(12), formatBytes(sizes.bytes).padStart(12)];
    const called = `${plainLine(path)}${version === undefined ? '' : ` ${style.dim(plainLine(version))}`}`;
    const row = `${numbers.join('')}    ${called}${direct || !isTold ? '' : style.dim('  indirect')}`;
    // What the main module requires itself it imports itself, as a rule.
    return direct || imports.length === 0
      ? [row]
      : [row, ...chainLines(endOf(imports), indent, columns).map(style.dim)];
  });
  const rest = modules.length - mostModules;
  return [
    style.bold('what would go away without each module'),
    style.dim(heading),
    ...lines,
    ...(rest > 0 ? [style.dim(`${' '.repeat(indent)}and ${rest} more, all in --json`)] : []),
    style.dim('  what several keep goes with the last of them alone, so these do not add up'),
  ];
}

/** Who imports it; the way there says --why. */
function endOf(imports: readonly string[]): readonly string[] {
  return imports.length <= 3 ? imports : ['…', ...imports.slice(-2)];
}
