import { type Divided, dividedOf } from './size-comment/divided.ts';
import { noiseBytes, type Sized } from './size-comment/sized.ts';
import { signed } from './size-comment/words.ts';
import type { ApartKind, SettingChange, SizeReport } from './size-report.ts';

/** How names that come from elsewhere are written: for Markdown, or for a terminal. */
export interface Spelling {
  readonly text: (name: string) => string;
  readonly code: (name: string) => string;
}

const mostSentences = 3;
const mostChanges = 6;

/**
 * What is not the code's: the Go version, flags, the base. Where it was measured, how much of the change each makes, on the platform that
 * changed most; of targets with the same settings the one that did.
 */
export function settingSentences(size: SizeReport, sized: readonly Sized[], spelling: Spelling): string[] {
  const divided = dividedOf(size, sized);
  const alike = Map.groupBy(divided, ({ settings, unmeasured }) =>
    JSON.stringify([settings.map(changeKey), unmeasured]),
  );
  const largest = [...alike.values()].flatMap(([first]) => first ?? []);
  const shown = largest.slice(0, mostSentences);
  const told = new Set(largest.flatMap(({ settings }) => settings.map(changeKey)));
  const others = size.settings.filter((change) => !told.has(changeKey(change)));
  return [
    ...shown.map((each) => sentence(each, placeOf(each, divided), spelling)),
    ...(others.length === 0 ? [] : [`${maybe(others, spelling)}.`]),
  ];
}

/** Targets share most of them. */
function changeKey({ name, before, after }: SettingChange): string {
  return JSON.stringify([name, before, after]);
}

/** `Part of it may not be the code’s: go go1.27.1 instead of go1.26.8` */
function maybe(changes: readonly SettingChange[], spelling: Spelling): string {
  return `Part of it may not be the code’s: ${changesText(changes, spelling)}`;
}

function changesText(changes: readonly SettingChange[], { text, code }: Spelling): string {
  const distinct = new Map(changes.map((change) => [changeKey(change), change]));
  const value = (said: string): string =>
    // Of digests seven digits say as much.
    said === '' ? 'none' : code(said.replaceAll(/(sha256:[0-9a-f]{7})[0-9a-f]{57}/g, '$1'));
  return [...distinct.values()]
    .slice(0, mostChanges)
    .map(({ name, before, after }) =>
      name === 'linker flags'
        ? 'other linker flags'
        : `${text(name)} ${value(after)} instead of ${value(before)}`,
    )
    .join(', ');
}

/** Which of what was measured a sentence is about; empty where there is no other. */
function placeOf({ target, platform }: Divided, all: readonly Divided[]): readonly string[] {
  const isAlone = all.every((each) => each.target === target);
  const isOnly = all.filter((each) => each.target === target).length < 2;
  return [...(isAlone ? [] : [target]), ...(isOnly ? [] : [platform])];
}

function sentence(divided: Divided, place: readonly string[], spelling: Spelling): string {
  const { parts, rest, settings, unmeasured } = divided;
  const why = [...new Set(unmeasured.map((each) => spelling.text(each.why)))].join(', ');
  if (parts.every(({ what }) => what === 'rebuilt')) {
    return `${maybe(settings, spelling)}. How much is not measured: ${why}.`;
  }
  const from = (what: ApartKind): string => sourceText(what, settings, spelling);
  const left = ['the code', ...unmeasured.map(({ what }) => from(what))].join(' and ');
  const sources = [
    ...parts
      .filter(({ what, disk }) => what !== 'rebuilt' || Math.abs(disk) >= noiseBytes)
      .map(({ what, disk }) => ({ bytes: disk, source: from(what) })),
    { bytes: rest.disk, source: left },
  ].toSorted((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes));
  const said = sources.map(
    ({ bytes, source }, at) => `${signed(bytes)} ${at === 0 ? 'come ' : ''}from ${source}`,
  );
  const of = place.length === 0 ? 'it' : place.map(spelling.text).join(' on ');
  const end = unmeasured.length === 0 ? '' : ` Not measured apart: ${why}.`;
  return `Of ${of} ${said.join(', ')}.${end}`;
}

function sourceText(what: ApartKind, settings: readonly SettingChange[], spelling: Spelling): string {
  if (what === 'rebuilt') return 'building the same commit here';
  const isGo = what === 'go';
  const changes = settings.filter(({ name }) => (name === 'go') === isGo);
  if (changes.length === 0) return isGo ? 'another Go' : 'other settings';
  const said = changesText(changes, spelling);
  return isGo ? said.replace(/^go/, 'Go') : said;
}
