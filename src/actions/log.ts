import { formatBytes, formatSeconds } from '../report/format-bytes.ts';
import { formatHeader } from '../report/header.ts';
import type { CacheUse, StageName } from '../report/model.ts';
import { plainLine } from '../report/plain-text.ts';
import type { Progress, ProgressEvent } from '../report/progress.ts';
import { type BuildRow, formatRows, isRowOf, withEvent } from '../report/rows.ts';
import { styleOf } from '../report/style.ts';
import { formatPlatform } from '../request/platform.ts';
import type { LogGroups } from './log-groups.ts';

const titles: Readonly<Record<StageName, string>> = {
  toolchain: 'Find Go',
  merge: 'Put the shards together',
  base: 'Get the base',
  build: 'Compile',
  inspect: 'Check the programs',
  pack: 'Pack the programs',
  attribute: 'Attribute the bytes',
  waterfall: 'Measure the waterfall',
  image: 'Make the images',
  verify: 'Verify the images',
  before: 'Compare with the image from before',
  sandbox: 'Try the programs',
  reproduce: 'Build once more from nothing, and compare',
  size: 'Compare the sizes',
  sbom: 'List what is in it',
  output: 'Write the results',
  load: 'Load into the engine',
  push: 'Push',
};

const cacheTexts: Readonly<Record<CacheUse, string>> = {
  hit: ', nothing to do',
  partial: ', a part was there',
  miss: '',
  none: '',
};

/** How wide the log's view is before it wraps lines. */
export const logColumns = 120;
/** A long upload says at least this often, in seconds, that it goes on. */
const patience = 10;

export interface RunnerLogOptions {
  /** Monotonic seconds. */
  readonly now: () => number;
  /** Slipway's own. */
  readonly version: string;
}

export interface RunnerLog {
  readonly progress: Progress;
  /** The rows that a summary shows, as far as the run has come. */
  readonly rows: () => readonly BuildRow[];
}

/** Shows a run in the runner's log: a group a stage, each line once, when there is something to say. */
export function runnerLog(groups: LogGroups, { now, version }: RunnerLogOptions): RunnerLog {
  let rows: readonly BuildRow[] = [];
  let toldPush = now();
  const progress: Progress = (event) => {
    rows = withEvent(rows, event, now());
    if (event.kind === 'push') {
      if (now() - toldPush < patience) return;
      toldPush = now();
    }
    if (event.kind === 'stage') groups.begin(titles[event.name]);
    const { text, stage } = lineOf(event, rows, version);
    if (text !== '') groups.say(text, stage && titles[stage]);
    if (event.kind === 'stage-done') groups.done(titles[event.name]);
  };
  return { progress, rows: () => rows };
}

/** What is printed of an event, and in which stage's group; a notice goes wherever the reader is. */
function lineOf(
  event: ProgressEvent,
  rows: readonly BuildRow[],
  version: string,
): { readonly text: string; readonly stage?: StageName } {
  switch (event.kind) {
    case 'stage':
      return { text: '' };
    case 'stage-done':
      return { text: `${formatSeconds(event.seconds)}${cacheTexts[event.cache]}`, stage: event.name };
    case 'start': {
      const { go, source, bases, engine } = event;
      return {
        text: formatHeader({ slipway: version, toolchain: { go, source }, bases, engine }),
        stage: 'base',
      };
    }
    case 'compile':
      return { text: compileText(event), stage: 'build' };
    case 'image':
      return { text: imageText(event, rows), stage: 'image' };
    case 'push': {
      const { repository, sentBytes } = event;
      return { text: `→ ${plainLine(repository)}: ${formatBytes(sentBytes)} uploaded`, stage: 'push' };
    }
    case 'notice':
      return { text: event.text };
  }
}

function compileText(event: ProgressEvent & { kind: 'compile' }): string {
  const { target, platform, step, seconds = 0, linked } = event;
  const what = step === 'compiling' ? 'go build' : linked === false ? 'unchanged' : 'built';
  const time = step === 'compiled' ? ` ${formatSeconds(seconds)}` : '';
  return `${plainLine(target)} ${formatPlatform(platform)}: ${what}${time}`;
}

function imageText(
  { target, platform }: ProgressEvent & { kind: 'image' },
  rows: readonly BuildRow[],
): string {
  const row = rows.find((each) => isRowOf(each, target, platform));
  if (row === undefined) return '';
  return formatRows([row], { columns: logColumns, style: styleOf(false) })[0]?.trim() ?? '';
}
