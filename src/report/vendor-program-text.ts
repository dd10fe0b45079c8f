import { lacksSumOnly } from '../gobuild/vendor/build-info-lines.ts';
import { formatPlatform } from '../request/platform.ts';
import { openParts } from '../size/differing.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine, plainText } from './plain-text.ts';
import type { Style } from './style.ts';
import type { VendorDifferences, VendorPackage, VendorProgram, VendorSection } from './vendor-inspection.ts';

/** How many lines a list has before the rest is counted. */
const most = 12;
const mostSymbols = 6;

/** A program built from the vendor folder and from downloaded modules: what differs, and why. */
export function vendorProgramLines(program: VendorProgram, style: Style): string[] {
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
    ...packagesLines(differences),
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

function packagesLines({ packages, sections }: VendorDifferences): string[] {
  if (packages.length > 0 && openParts(sections).length === 0) {
    const names = plainLine(packages.map(({ path }) => path).join(', '));
    return [`  compiled to something else, of which nothing is in the program: ${names}`];
  }
  const rest = packages.length - most;
  return [
    ...packages.slice(0, most).flatMap(packageLines),
    ...(rest > 0 ? [`  and ${counted(rest, 'package')} more`] : []),
  ];
}

function packageLines({ path, symbols, ...found }: VendorPackage): string[] {
  // A symbol begins with its package's path, which is said already.
  const names = symbols.slice(0, mostSymbols).map((name) => name.replaceAll(`${path}.`, ''));
  const more = symbols.length > mostSymbols ? ` and ${symbols.length - mostSymbols} more` : '';
  return [
    `  ${plainLine(`${path} ${why(found)}`)}`,
    ...(symbols.length === 0 ? [] : [`    differs in ${plainLine(names.join(', '))}${more}`]),
  ];
}

function why({ reason, files, imports, versions }: Omit<VendorPackage, 'path' | 'symbols'>): string {
  switch (reason) {
    case 'files':
      return `compiled from other files: ${files.join(', ')}`;
    case 'imports':
      return `has code or types of what it imports: ${imports.join(', ')}`;
    case 'unknown':
      return 'compiled to something else, and nothing says why';
    case 'only vendored':
    case 'only downloaded':
      return `is in the ${reason.slice('only '.length)} program only${files.length === 0 ? '' : `: ${files.join(', ')}`}`;
    default:
      return `another ${reason}: ${versions?.vendored || 'none'} vendored, ${versions?.downloaded || 'none'} downloaded`;
  }
}

function restLines({ sections, packages, unexplained, aligned }: VendorDifferences): string[] {
  const open = openParts(sections).filter(({ kind }) => kind !== 'padding');
  if (open.length === 0)
    return ['  all else is the same, byte for byte, but for the build ID that follows from it'];
  const heading =
    unexplained.length > 0
      ? '  not explained by any of that:'
      : packages.length > 0
        ? `  parts that differ for it${aligned ? '' : ', or moved'}:`
        : '  all else is the same, byte for byte, but for the build ID and the hashes of the signature:';
  return [heading, ...open.slice(0, most).map(sectionLine)];
}

function sectionLine({ name, vendored, downloaded, differing }: VendorSection): string {
  const told =
    differing === undefined
      ? `${vendored} bytes vendored, ${downloaded} downloaded`
      : `${differing.rest + differing.signature} of ${vendored} bytes`;
  return `    ${plainLine(name)}: ${told}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
