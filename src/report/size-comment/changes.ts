import type { BeforeAfter, ModuleChange } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import type { Detail } from './details.ts';
import { growth, noiseBytes } from './sized.ts';
import { changeText, nameCode, shortPath, unbroken, versionText } from './words.ts';

interface Named extends BeforeAfter, Pick<ModuleChange, 'versions'> {
  readonly name: string;
}

const mostChanges = 15;

/** A table of what changed most, of which the rest is summed; nothing where all of it is noise. */
export function changeDetail(kind: Detail['kind'], title: string, changes: readonly Named[]): Detail[] {
  const told = changes.filter((change) => Math.abs(growth(change)) >= noiseBytes).slice(0, mostChanges);
  if (told.length === 0) return [];
  const rest = changes.filter((change) => !told.includes(change));
  const more = rest.reduce((total, change) => total + growth(change), 0);
  const sum = changeText({ before: Math.max(0, -more), after: Math.max(0, more) }).replace(/ \(.*/, '');
  const last = `| and ${rest.length} more | | | ${unbroken(sum)} |`;
  const head = ['| | before | after | |', '|---|--:|--:|--:|'];
  return [{ kind, title, lines: [...head, ...told.map(changeRow), ...(rest.length === 0 ? [] : [last])] }];
}

function changeRow({ name, versions, ...change }: Named): string {
  const { before, after } = change;
  const version = [...new Set([versions?.before, versions?.after])]
    .flatMap((each) => (each === undefined ? [] : [versionText(each)]))
    .join(' → ');
  const [old = '', now = ''] = [before, after].map((bytes) => (bytes === 0 ? '–' : formatBytes(bytes)));
  const what = before === 0 ? 'new' : after === 0 ? 'gone' : changeText(change);
  return `| ${`${nameOf(name)} ${version}`.trim()} | ${[old, now, what].map(unbroken).join(' | ')} |`;
}

function nameOf(name: string): string {
  if (name === 'std') return 'standard library';
  return name === '' ? 'unknown module' : nameCode(shortPath(name));
}
