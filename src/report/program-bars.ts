import type { SymbolBytes } from '../size/symbols.ts';
import { attributionWords } from './attribution-words.ts';
import { type Bar, barParagraph } from './bars.ts';
import { formatBytes } from './format-bytes.ts';
import type { AttributionReport, InspectedProgram } from './inspection.ts';
import { plainLine } from './plain-text.ts';
import type { Style } from './style.ts';

const most = { modules: 8, packages: 10, symbols: 15 } as const;

/** A program of an image: its modules and packages as bars, or why there are none. */
export function programParagraphs(
  { path, bytes, attribution, symbols = [], notice }: InspectedProgram,
  page: { readonly columns: number; readonly style: Style },
): string[][] {
  const { style } = page;
  const head = `${style.bold(plainLine(path))}   ${formatBytes(bytes)}`;
  if (attribution === undefined) {
    return [[head, `  ${plainLine(notice ?? 'it has none of the tables that Go links into programs')}`]];
  }
  const share = ((attribution.attributedBytes / bytes) * 100).toFixed(1);
  return [
    [
      head,
      `  ${share} % attributed, ${attributionWords(attribution.method, attribution.method === 'pclntab')}`,
    ],
    barParagraph('modules', attribution.modules.map(moduleBar), bytes, most.modules, page),
    barParagraph('packages', attribution.packages.map(packageBar), bytes, most.packages, page),
    barParagraph('symbols', symbols.map(symbolBar), bytes, most.symbols, page),
  ];
}

export function moduleBar({ path, bytes, packages, wireBytes }: AttributionReport['modules'][number]): Bar {
  const name = path === '' ? 'unknown module' : path === 'std' ? 'standard library' : path;
  return { name, bytes, ...noted(wireBytes, `${packages} ${packages === 1 ? 'package' : 'packages'}`) };
}

export function packageBar({ path, bytes, wireBytes }: AttributionReport['packages'][number]): Bar {
  return { name: path, bytes, ...noted(wireBytes) };
}

export function symbolBar({ name, bytes, kind, wireBytes }: SymbolBytes): Bar {
  return { name, bytes, ...noted(wireBytes, kind) };
}

/** What is pulled of it, where that is known: there is no room to say more. */
function noted(wireBytes: number | undefined, otherwise?: string): Pick<Bar, 'note'> {
  const note = wireBytes === undefined ? otherwise : `${formatBytes(wireBytes)} pulled`;
  return note === undefined ? {} : { note };
}
