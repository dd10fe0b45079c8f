import { formatFindings, formatNotices } from './findings.ts';
import { plainLine } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';
import type { VendorInspection, VendorModule } from './vendor-inspection.ts';
import { vendorProgramLines } from './vendor-program-text.ts';

/** How many lines a list has before the rest is counted. */
const most = 12;

/** A vendor folder against its modules, and the programs of either, for a person. Ends with a line break. */
export function formatVendorInspection(
  found: VendorInspection,
  { color = false }: { readonly columns?: number; readonly color?: boolean } = {},
): string {
  const style = styleOf(color);
  const { modules, strays, targets, verdicts, notices } = found;
  const paragraphs = [
    [style.bold(`vendor/ of ${plainLine(found.source)}`), ...modules.map(moduleLine)],
    ...fileParagraphs(modules, strays, style),
    ...targets.map((program) => vendorProgramLines(program, style)),
    ...formatNotices(notices, style),
    ...formatFindings(verdicts, style),
  ].filter((lines) => lines.length > 0);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function moduleName({ path, version, replacement }: VendorModule): string {
  const to =
    replacement === undefined
      ? ''
      : ` => ${[replacement.path, replacement.version].filter(Boolean).join(' ')}`;
  return plainLine(`${[path, version].filter(Boolean).join(' ')}${to}`);
}

function moduleLine(module: VendorModule): string {
  const { same, changed, extra, missing, provedBy, fault } = module;
  if (fault !== undefined) return `  ${moduleName(module)}: not compared: ${plainLine(fault)}`;
  const by = provedBy?.from === 'folder' ? `in ${module.replacement?.path}` : 'in go.sum';
  const others = [
    [changed.length, 'changed'],
    [extra.length, 'extra'],
    [missing.length, 'missing'],
  ] as const;
  const told = others.flatMap(([count, what]) => (count === 0 ? [] : [`, ${count} ${what}`])).join('');
  return `  ${moduleName(module)}: ${counted(same, 'file')} as ${plainLine(by)}${told}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function fileParagraphs(
  modules: readonly VendorModule[],
  strays: VendorInspection['strays'],
  style: Style,
): string[][] {
  const built = ({ built: used }: { readonly built?: boolean }): string =>
    used === true ? style.bold(' (compiled)') : used === false ? style.dim(' (not compiled)') : '';
  const lists: readonly (readonly [string, readonly string[]])[] = [
    [
      'changed',
      modules.flatMap(({ changed }) =>
        changed.map((file) => {
          const { path, offset, line, vendoredBytes, moduleBytes, lineEndsOnly } = file;
          const where = `from byte ${offset}, line ${line}; ${vendoredBytes} bytes, ${moduleBytes} in the module`;
          return `${plainLine(path)}${built(file)}: ${lineEndsOnly ? 'line ends alone differ' : where}`;
        }),
      ),
    ],
    [
      'not in the module',
      modules.flatMap(({ extra }) => extra.map((file) => plainLine(file.path) + built(file))),
    ],
    ['of no module in modules.txt', strays.map((file) => plainLine(file.path) + built(file))],
    ['missing', modules.flatMap(({ missing }) => missing.map((file) => plainLine(file.path) + built(file)))],
  ];
  return lists.flatMap(([title, lines]) =>
    lines.length === 0 ? [] : [[style.bold(title), ...limited(lines)]],
  );
}

function limited(lines: readonly string[]): string[] {
  const shown = lines.slice(0, most).map((line) => `  ${line}`);
  return lines.length <= most ? shown : [...shown, `  and ${lines.length - most} more`];
}
