import { attributionWords } from './attribution-words.ts';
import { type Bar, barParagraph } from './bars.ts';
import { formatBases } from './bases-text.ts';
import { formatFindings, formatNotices } from './findings.ts';
import { formatBytes } from './format-bytes.ts';
import type { AttributionReport, FileInspection, SectionReport } from './inspection.ts';
import { plainLine } from './plain-text.ts';
import { moduleBar, packageBar, symbolBar } from './program-bars.ts';
import { adviceLines, deadCodeLines } from './reach-text.ts';
import { moduleLines } from './retained-text.ts';
import { type Style, styleOf } from './style.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

const most = { modules: 10, packages: 15, structures: 8, sections: 30, symbols: 25, parted: 8 } as const;
/** A part of a section is shown when it has this share of the file. */
const leastShare = 0.01;

/** An inspection for a person: the file, its modules and packages as bars, its structures, what is left. Ends with a line break. */
export function formatInspection(inspection: FileInspection, options: TextOptions = {}): string {
  const { columns = 80, color = false } = options;
  const style = styleOf(color);
  const { file, attribution, sections, symbols } = inspection;
  const bars = (title: string, all: readonly Bar[], limit: number): string[] =>
    barParagraph(title, all, file.bytes, limit, { columns, style });
  const named = (items: readonly { name: string; bytes: number }[]): Bar[] =>
    items.map((item) => ({ ...item }));
  const paragraphs: string[][] = [
    headLines(inspection),
    ...(attribution === undefined
      ? [bars('sections', named(sections), most.sections)]
      : [
          bars('modules', attribution.modules.map(moduleBar), most.modules),
          bars('packages', attribution.packages.map(packageBar), most.packages),
          bars('structures of the file', attribution.structures, most.structures),
          bars('not attributed', attribution.unattributed, most.structures),
          bars(
            'sections, and what Go makes of them',
            partedBars(sections, file.bytes),
            Number.POSITIVE_INFINITY,
          ),
          [attributionLine(attribution, file)],
          ...reachParagraphs(attribution, columns, style),
        ]),
    bars('symbols', (symbols ?? []).map(symbolBar), most.symbols),
    ...formatBases(inspection.bases ?? [], style),
    ...formatNotices(inspection.notices, style),
    ...formatFindings(inspection.verdicts, style),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What would go away, where the compiled packages were read. */
function reachParagraphs(
  { modules, deadCode, advice = [] }: AttributionReport,
  columns: number,
  style: Style,
): string[][] {
  const told = modules.flatMap(({ retainedBytes, direct = false, ...each }) =>
    retainedBytes === undefined ? [] : [{ ...each, retainedBytes, direct, imports: [] }],
  );
  return [
    moduleLines(
      told.sort((a, b) => b.retainedBytes - a.retainedBytes),
      columns,
      style,
    ),
    deadCode === undefined ? [] : deadCodeLines(deadCode, columns, style),
    adviceLines(advice, columns, style),
  ];
}

/** The largest sections, each with its largest parts below it. */
function partedBars(sections: readonly SectionReport[], fileBytes: number): Bar[] {
  const largest = sections.toSorted((a, b) => b.bytes - a.bytes).slice(0, most.parted);
  return largest.flatMap(({ name, bytes, parts = [] }) => {
    const shown = parts.filter((part) => part.bytes >= fileBytes * leastShare);
    const within = shown.toSorted((a, b) => b.bytes - a.bytes);
    return [{ name, bytes }, ...within.map((part) => ({ ...part, name: `  ${part.name}` }))];
  });
}

function headLines({ file, go, needs, attribution }: FileInspection): string[] {
  const { path, bytes, digest, format, os, architecture, linkage, stripped } = file;
  const platform = [os ?? '?', architecture ?? '?'].join('/');
  const kind = [platform, format, linkage, stripped ? 'stripped' : 'with symbols'];
  const main = go?.main === undefined ? go?.path : `${go.path ?? go.main.path} ${go.main.version}`;
  const unsaid = attribution === undefined ? 'not made by Go, or packed' : 'made by Go, without build info';
  const made = go === undefined ? unsaid : [go.version, main].filter(Boolean).join(' · ');
  return [
    `${plainLine(path)}   ${formatBytes(bytes)}   ${kind.filter(Boolean).join(' · ')}`,
    `  ${plainLine(made)}`,
    `  ${digest}`,
    ...needsLine(needs),
  ];
}

/** Of a program that starts by itself nothing is said. */
function needsLine({ interpreter, libraries, libc }: FileInspection['needs']): string[] {
  const { flavour, version } = libc ?? {};
  const oldest = version === undefined ? flavour : `${flavour} ${version} or newer`;
  const asked = [...(interpreter === undefined ? [] : [interpreter]), ...libraries];
  if (asked.length === 0) return [];
  return [`  needs ${plainLine([...(oldest === undefined ? [] : [oldest]), ...asked].join(' · '))}`];
}

function attributionLine(
  { method, attributedBytes, wire }: AttributionReport,
  { bytes, stripped }: FileInspection['file'],
): string {
  const share = ((attributedBytes / bytes) * 100).toFixed(1);
  const how = wire?.certainty === 'estimate' ? ', shared by length: an estimate' : ', bit by bit';
  const layer = wire === undefined ? '' : `; the layer has ${formatBytes(wire.layerBytes)}${how}`;
  return `  ${share} % attributed, ${attributionWords(method, stripped)}${layer}`;
}
