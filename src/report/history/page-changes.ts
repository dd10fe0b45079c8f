import { moduleName } from '../comparison-text.ts';
import { formatBytes } from '../format-bytes.ts';
import { xmlText } from '../xml-text.ts';
import { anchorOf, bringsText, type HistoryChange, type HistoryPart, type HistoryPoint } from './history.ts';
import { changeCell, deltaCell } from './page-delta.ts';

/** What each release or commit added, the newest first; nothing where nobody knows. */
export function changeSections(points: readonly HistoryPoint[]): string[] {
  const sections = points.map(({ name, changes = [] }, at) =>
    changes.length === 0
      ? []
      : [
          `<section id="${anchorOf(at)}">`,
          `<h3>${xmlText(name)}</h3>`,
          ...changes.flatMap(changeTable),
          '</section>',
        ],
  );
  const told = sections.toReversed().flat();
  return told.length === 0 ? [] : ['<h2 id="added">What each added</h2>', ...told];
}

function changeTable({ target, platform, since, parts, rest }: HistoryChange): string[] {
  const more = rest.parts === 0 ? [] : [restRow(rest)];
  return [
    '<table>',
    `<caption>${xmlText(`${target} ${platform}`.trim())} <span class="quiet">since ${xmlText(since)}</span></caption>`,
    '<thead><tr><th scope="col">Module or package</th><th scope="col">Version</th><th scope="col" class="number">Before</th>',
    '<th scope="col" class="number">After</th><th scope="col" class="number">Change</th></tr></thead>',
    '<tbody>',
    ...parts.map(partRow),
    ...more,
    '</tbody></table>',
  ];
}

function partRow(part: HistoryPart): string {
  const { kind, name, before, after } = part;
  const word = before === 0 ? 'new' : after === 0 ? 'gone' : '';
  const said = [[word, kind].filter((text) => text !== '').join(' '), bringsText(part)]
    .filter((text) => text !== '')
    .join(', ');
  const path = xmlText(kind === 'module' ? moduleName(name) : name);
  const sizes = [before, after].map(
    (bytes) => `<td class="number">${bytes === 0 ? '–' : formatBytes(bytes)}</td>`,
  );
  return `<tr><th scope="row">${path} <span class="quiet">${said}</span></th><td>${versionsOf(part)}</td>${sizes.join('')}${deltaCell(before, after)}</tr>`;
}

function versionsOf({ versions: { before, after } = {}, formerName }: HistoryPart): string {
  if (formerName !== undefined) return `${xmlText(after ?? '')} in place of ${xmlText(formerName)}`;
  return [...new Set([before, after])]
    .flatMap((version) => version ?? [])
    .map(xmlText)
    .join(' → ');
}

function restRow({ parts, bytes }: HistoryChange['rest']): string {
  return `<tr><th scope="row" class="quiet">and ${parts} more</th><td></td><td></td><td></td>${changeCell(bytes)}</tr>`;
}
