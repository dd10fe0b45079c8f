import { attributionWords } from './attribution-words.ts';
import { type Bar, barParagraph } from './bars.ts';
import { formatFindings, formatNotices } from './findings.ts';
import { formatBytes } from './format-bytes.ts';
import type { AttributionReport, FileInspection } from './inspection.ts';
import { plainLine } from './plain-text.ts';
import { moduleBar, packageBar, symbolBar } from './program-bars.ts';
import { styleOf } from './style.ts';

interface TextOptions {
  readonly columns?: number;
  readonly color?: boolean;
}

const most = { modules: 10, packages: 15, structures: 8, sections: 30, symbols: 25 } as const;

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
          [attributionLine(attribution, file)],
        ]),
    bars('symbols', (symbols ?? []).map(symbolBar), most.symbols),
    ...formatNotices(inspection.notices, style),
    ...formatFindings(inspection.verdicts, style),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headLines({ file, go, attribution }: FileInspection): string[] {
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
  ];
}

function attributionLine(
  { method, attributedBytes }: AttributionReport,
  { bytes, stripped }: FileInspection['file'],
): string {
  const share = ((attributedBytes / bytes) * 100).toFixed(1);
  return `  ${share} % attributed, ${attributionWords(method, stripped)}`;
}
