import { type Divided, dividedOf, type Growth } from './size-comment/divided.ts';
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
 * What is not the code's: the Go version, flags, the base. Where it was measured, how much of a target's change each makes, on the
 * platform that changed most. What was named before is not named again.
 */
export function settingSentences(size: SizeReport, sized: readonly Sized[], spelling: Spelling): string[] {
  const divided = dividedOf(size, sized);
  const largest = [...Map.groupBy(divided, ({ target }) => target).values()].flatMap(
    ([first]) => first ?? [],
  );
  const measured = largest.filter(isMeasured).slice(0, mostSentences);
  const told = new Set<string>();
  const sentences = measured.map((each) => {
    const sentence = measuredSentence(each, divided, { spelling, told: new Set(told) });
    for (const change of each.settings) told.add(changeKey(change));
    return sentence;
  });
  const others = size.settings.filter((change) => !told.has(changeKey(change)));
  const reasons = largest.filter((each) => !isMeasured(each)).flatMap(({ unmeasured }) => unmeasured);
  const why = reasonsText(reasons, spelling);
  return [
    ...sentences,
    ...(others.length === 0
      ? []
      : [
          `Part of it may not be the code’s: ${changesText(others, spelling)}.`,
          ...(why === '' ? [] : [`How much is not measured: ${why}.`]),
        ]),
  ];
}

function isMeasured({ parts }: Divided): boolean {
  return parts.some(({ what }) => what !== 'rebuilt');
}

/** Targets share most of them. */
function changeKey({ name, before, after }: SettingChange): string {
  return JSON.stringify([name, before, after]);
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

function reasonsText(unmeasured: Divided['unmeasured'], { text }: Spelling): string {
  return [...new Set(unmeasured.map(({ why }) => text(why)))].slice(0, mostChanges).join(', ');
}

interface Telling {
  readonly spelling: Spelling;
  /** Keys of changes that were named. */
  readonly told: ReadonlySet<string>;
}

/** `Of it ▲ 61.0 KiB come from Go go1.27.1 instead of go1.26.8, ▲ 12.0 KiB from the code.` */
function measuredSentence(divided: Divided, all: readonly Divided[], telling: Telling): string {
  const { parts, rest, unmeasured } = divided;
  const source = (what: ApartKind): string => sourceText(what, divided, telling);
  const left = ['the code', ...unmeasured.map(({ what }) => source(what))].join(' and ');
  const sources = [
    ...parts
      .filter(({ what, disk }) => what !== 'rebuilt' || Math.abs(disk) >= noiseBytes)
      .map((part) => ({ part, from: source(part.what) })),
    { part: rest, from: left },
  ].toSorted((a, b) => Math.abs(b.part.disk) - Math.abs(a.part.disk));
  const said = sources.map(
    ({ part, from }, at) => `${growthText(part)} ${at === 0 ? 'come ' : ''}from ${from}`,
  );
  const place = placeOf(divided, all).map(telling.spelling.text);
  const of = place.length === 0 ? 'it' : place.join(' on ');
  const why = reasonsText(unmeasured, telling.spelling);
  return `Of ${of} ${said.join(', ')}.${why === '' ? '' : ` Not measured apart: ${why}.`}`;
}

/** Which of what was measured a sentence is about; empty where there is no other. */
function placeOf({ target, platform }: Divided, all: readonly Divided[]): readonly string[] {
  const isAlone = all.every((each) => each.target === target);
  const isOnly = all.filter((each) => each.target === target).length < 2;
  return [...(isAlone ? [] : [target]), ...(isOnly ? [] : [platform])];
}

/** On disk; where that says nothing, also what there is less or more to pull: another compression is seen there alone. */
function growthText({ disk, pull = 0 }: Growth): string {
  const isUnseen = Math.abs(disk) < noiseBytes && Math.abs(pull) >= noiseBytes;
  return isUnseen ? `${signed(disk)} (${signed(pull)} to pull)` : signed(disk);
}

function sourceText(what: ApartKind, { settings }: Divided, { spelling, told }: Telling): string {
  if (what === 'rebuilt') return 'building the same commit here';
  const isGo = what === 'go';
  const changes = settings.filter(({ name }) => (name === 'go') === isGo);
  const isNews = changes.some((change) => !told.has(changeKey(change)));
  if (isGo) return isNews ? changesText(changes, spelling).replace(/^go/, 'Go') : 'Go';
  return isNews ? changesText(changes, spelling) : 'the other settings';
}
