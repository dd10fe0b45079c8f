import { lacksSumOnly } from '../gobuild/vendor/build-info-lines.ts';
import { formatPlatform } from '../request/platform.ts';
import { formatFindings, formatNotices } from './findings.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine, plainText } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';
import type {
  VendorDifferences,
  VendorInspection,
  VendorModule,
  VendorPackage,
  VendorProgram,
  VendorSection,
} from './vendor-inspection.ts';

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
    ...targets.map((program) => programLines(program, style)),
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

function programLines(program: VendorProgram, style: Style): string[] {
  const { name, platform, vendored, downloaded, same, error, differences } = program;
  const title = style.bold(`${plainLine(name)} (${formatPlatform(platform)})`);
  if (error !== undefined) {
    const lines = plainText([error.message, error.hint].filter(Boolean).join('\n')).split('\n');
    return [
      title,
      `  the ${error.mode} program cannot be built: ${lines[0]}`,
      ...lines.slice(1).map((line) => `    ${line}`),
    ];
  }
  if (vendored === undefined || downloaded === undefined) return [title];
  if (same === true || differences === undefined)
    return [title, `  the same bytes built of either: ${formatBytes(vendored.bytes)}, ${vendored.digest}`];
  return [
    title,
    `  vendored   ${vendored.bytes} bytes, ${vendored.digest}`,
    `  downloaded ${downloaded.bytes} bytes, ${downloaded.digest}`,
    ...buildInfoLines(differences),
    ...differences.packages.slice(0, most).flatMap(packageLines),
    ...(differences.packages.length > most
      ? [`  and ${differences.packages.length - most} packages more`]
      : []),
    ...restLines(differences),
  ];
}

function buildInfoLines({ buildInfo, aligned }: VendorDifferences): string[] {
  const { lines, vendored, downloaded } = buildInfo;
  if (lines.length === 0) return [];
  const others = lines.filter((line) => !lacksSumOnly(line));
  const sums = lines.length - others.length;
  const told =
    sums === 0
      ? []
      : [
          `  build info: ${counted(sums, 'dep row')} without a h1 hash, since go writes none with -mod=vendor`,
        ];
  const length = downloaded - vendored;
  const moved =
    length === 0
      ? []
      : [
          `  so it is ${counted(Math.abs(length), 'byte')} ${length > 0 ? 'shorter' : 'longer'}, and what lies behind it moved${
            aligned ? ': compared below with build info of one length' : ''
          }`,
        ];
  const rows = others.flatMap(({ vendored: own, downloaded: other }) => [
    `  build info: ${plainLine(own ?? 'no such line')} (vendored)`,
    `              ${plainLine(other ?? 'no such line')} (downloaded)`,
  ]);
  return [...told, ...rows, ...moved];
}

function packageLines({ path, reason, files, imports, versions, symbols }: VendorPackage): string[] {
  const words = {
    'only vendored': 'is in the vendored program only',
    'only downloaded': 'is in the downloaded program only',
  };
  const why =
    reason === 'files'
      ? `compiled from other files: ${files.join(', ')}`
      : reason === 'imports'
        ? `has code or types of what it imports: ${imports.join(', ')}`
        : reason === 'unknown'
          ? 'compiled to something else, and nothing says why'
          : versions === undefined
            ? `${words[reason as keyof typeof words]}${files.length === 0 ? '' : `: ${files.join(', ')}`}`
            : `another ${reason}: ${versions.vendored || 'none'} vendored, ${versions.downloaded || 'none'} downloaded`;
  const named = symbols.slice(0, 6).join(', ');
  const more = symbols.length > 6 ? ` and ${symbols.length - 6} more` : '';
  return [
    `  ${plainLine(path)} ${plainLine(why)}`,
    ...(symbols.length === 0 ? [] : [`    differs in ${plainLine(named)}${more}`]),
  ];
}

function restLines({ sections, packages, unexplained, aligned }: VendorDifferences): string[] {
  const open = sections.filter(
    ({ differing }) => differing === undefined || differing.rest + differing.signature > 0,
  );
  if (open.length === 0)
    return ['  all else is the same, byte for byte, but for the build ID that follows from it'];
  const heading =
    unexplained.length > 0
      ? '  not explained by any of that:'
      : packages.length > 0
        ? `  parts that differ for it${aligned ? '' : ', or moved'}:`
        : '  signed anew:';
  return [heading, ...open.slice(0, most).map(sectionLine)];
}

function sectionLine({ name, vendored, downloaded, differing }: VendorSection): string {
  const told =
    differing === undefined
      ? `${vendored} bytes vendored, ${downloaded} downloaded`
      : `${differing.rest + differing.signature} of ${vendored} bytes`;
  return `    ${plainLine(name)}: ${told}`;
}
