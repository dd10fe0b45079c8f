import { foreignPlatformText } from '../image/documents.ts';
import type { Finding, ImageView, ViewLayer } from '../image/view/image-view.ts';
import { barParagraph, shortened } from './bars.ts';
import { formatNotices } from './findings.ts';
import { formatBytes } from './format-bytes.ts';
import type { InspectedImage } from './inspection.ts';
import { plainLine } from './plain-text.ts';
import { programParagraphs } from './program-bars.ts';
import { type Style, styleOf } from './style.ts';
import { wrapped } from './wrapped.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

const most = { files: 15, duplicates: 5, examples: 3 } as const;

interface Page {
  readonly columns: number;
  readonly style: Style;
}

/**
 * An image for a person: its layers, its largest files and whose they are, what is in its programs where that was asked for, its
 * waste, and what was found. Ends with a line break.
 */
export function formatImageView(view: InspectedImage, options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const page = { columns, style: styleOf(color) };
  const paragraphs: string[][] = [
    headLines(view),
    layerLines(view, page),
    fileLines(view, page),
    ownerLines(view, page),
    ...(view.programs ?? []).flatMap((program) => programParagraphs(program, page)),
    wasteLines(view, page),
    duplicateLines(view, page),
    ...formatNotices(view.notices, page.style),
    ...findingLines(view, page),
  ];
  const told = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${told.join('\n\n')}\n`;
}

function headLines({ name, platform, manifestDigest, diskBytes, pullBytes, layers }: ImageView): string[] {
  const layerCount = counted(layers.length, 'layer', 'layers');
  const what = [...(platform === undefined ? [] : [foreignPlatformText(platform)]), layerCount].join(' · ');
  return [
    `${plainLine(name)}   ${formatBytes(diskBytes)} → ${formatBytes(pullBytes)} pulled   ${what}`,
    `  ${manifestDigest}`,
  ];
}

/** Each layer's disk and pull, how many files it has, and the step that made it. */
function layerLines({ layers, files }: ImageView, { columns, style }: Page): string[] {
  if (layers.length === 0) return [];
  const counts = new Map<number, number>();
  for (const { kind, layer } of files) if (kind === 'file') counts.set(layer, (counts.get(layer) ?? 0) + 1);
  const rows = layers.map((layer) => [
    `${layer.index + 1}`,
    formatBytes(layer.uncompressedBytes),
    formatBytes(layer.compressedBytes),
    counted(counts.get(layer.index) ?? 0, 'file', 'files'),
  ]);
  const widths = [0, 1, 2, 3].map((cell) => Math.max(...rows.map((row) => row[cell]?.length ?? 0)));
  const lines = rows.map((row, at) => {
    const [index, disk, pull, held] = row.map((text, cell) => text.padStart(widths[cell] ?? 0));
    const cells = `${index}  ${disk} → ${pull}  ${held}`;
    const room = columns - cells.length - 4;
    return `  ${cells}  ${style.dim(beginning(stepText(layers[at]), Math.max(12, room)))}`.trimEnd();
  });
  return [style.bold('layers'), ...lines];
}

/** A Dockerfile's step without what every one of them begins and ends with. */
function stepText(layer: ViewLayer | undefined): string {
  const step = plainLine(layer?.createdBy ?? '').replace(/ # buildkit$/, '');
  return step.replace(/^(?:RUN )?(?:\|\d+ .*? )?\/bin\/sh -c (?:#\(nop\) *)?/, '').trim();
}

function beginning(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Length, layer, path and owner, the owners below each other. */
function fileLines({ files }: ImageView, { columns, style }: Page): string[] {
  const large = files
    .filter(({ kind, state, bytes }) => kind === 'file' && state === 'present' && bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, most.files);
  if (large.length === 0) return [];
  const layerWidth = Math.max(...large.map(({ layer }) => `${layer + 1}`.length));
  const room = columns - 2 - 8 - 2 - layerWidth - 2;
  const owners = large.map(({ owner = '' }) => shortened(plainLine(owner), Math.floor(room * 0.45)));
  const ownerWidth = Math.max(...owners.map((owner) => owner.length));
  const paths = large.map(({ path }) => shortened(plainLine(path), Math.max(12, room - ownerWidth - 2)));
  const pathWidth = Math.max(...paths.map((path) => path.length));
  const lines = large.map(({ bytes, layer }, at) => {
    const numbers = `${formatBytes(bytes).padStart(8)}  ${style.dim(`${layer + 1}`.padStart(layerWidth))}`;
    const owner = owners[at] ?? '';
    const path = owner === '' ? paths[at] : `${paths[at]?.padEnd(pathWidth)}  ${style.dim(owner)}`;
    return `  ${numbers}  ${path}`;
  });
  return [style.bold('largest files, by layer'), ...lines];
}

/** Packages and programs, by what they hold of the final file system. */
function ownerLines({ files, diskBytes }: ImageView, page: Page): string[] {
  const owners = new Map<string, { bytes: number; count: number }>();
  for (const { kind, state, bytes, owner } of files) {
    if (kind !== 'file' || state !== 'present') continue;
    const name = owner ?? 'of no package';
    const sum = owners.get(name) ?? { bytes: 0, count: 0 };
    owners.set(name, { bytes: sum.bytes + bytes, count: sum.count + 1 });
  }
  if (owners.size < 2) return [];
  const bars = [...owners]
    .map(([name, { bytes, count }]) => ({ name, bytes, note: counted(count, 'file', 'files') }))
    .sort((a, b) => b.bytes - a.bytes);
  return barParagraph('owners', bars, diskBytes, most.files, page);
}

function wasteLines({ waste, contentBytes }: ImageView, { style }: Page): string[] {
  const { efficiency, wastedBytes, hiddenBytes } = waste;
  const hidden = hiddenBytes === 0 ? [] : [`  ${formatBytes(hiddenBytes)} hidden by upper layers`];
  const counting = `efficiency ${(efficiency * 100).toFixed(2)} %, ${formatBytes(wastedBytes)} wasted, as dive counts`;
  return [style.bold('waste'), `  ${formatBytes(contentBytes)} of content`, `  ${counting}`, ...hidden];
}

function duplicateLines({ duplicates }: ImageView, { columns, style }: Page): string[] {
  const worth = duplicates.filter(({ savedBytes }) => savedBytes >= 64 << 10);
  if (worth.length === 0) return [];
  const lines = worth
    .slice(0, most.duplicates)
    .map(({ bytes, savedBytes, paths: [first = '', ...others] }) => {
      const times = `${formatBytes(savedBytes).padStart(8)}  ${others.length + 1} × ${formatBytes(bytes)}`;
      return `  ${times}  ${shortened(plainLine(first), Math.max(12, columns - times.length - 4))}`;
    });
  return [style.bold('the same content under several names'), ...lines];
}

/** One paragraph each: what and how much, where, and what to do. */
function findingLines({ findings }: ImageView, { columns, style }: Page): string[][] {
  if (findings.length === 0) return [[style.dim('no findings')]];
  return findings.map((finding) => [
    `${severityText(finding, style)} ${amount(finding)} ${style.dim(`(${finding.rule})`)}`,
    ...exampleLines(finding, columns),
    ...wrapped(`→ ${finding.cure}`, columns - 2).map((line) => `  ${line}`),
  ]);
}

function severityText({ severity }: Finding, style: Style): string {
  return severity === 'info' ? style.dim('note:') : style.warning('warning:');
}

function amount({ what, bytes, count, unit, layers }: Finding): string {
  const size = bytes === 0 ? '' : `${formatBytes(bytes)} in `;
  const where = layers.length === 0 || unit === 'layer' ? '' : `, ${layerNumbers(layers)}`;
  return `${what}: ${size}${counted(count, unit, `${unit}s`)}${where}`;
}

function layerNumbers(layers: readonly number[]): string {
  const numbers = layers.slice(0, 8).map((layer) => layer + 1);
  const rest = layers.length > numbers.length ? ', …' : '';
  return `${layers.length === 1 ? 'layer' : 'layers'} ${numbers.join(', ')}${rest}`;
}

function exampleLines({ examples, count }: Finding, columns: number): string[] {
  const shown = examples.slice(0, most.examples);
  const lines = shown.map((example) => `  ${shortened(plainLine(example), columns - 2)}`);
  return count > shown.length ? [...lines, `  and ${count - shown.length} more`] : lines;
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}
