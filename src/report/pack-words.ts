import { formatPlatform, type Platform } from '../request/platform.ts';
import { formatBytes } from './format-bytes.ts';
import { markdownText } from './markdown-text.ts';
import type { PackReport, TargetReport } from './model.ts';
import { plainLine } from './plain-text.ts';
import type { Style } from './style.ts';
import { wrapped } from './wrapped.ts';

/** A program of which packing was asked. */
interface AskedProgram {
  readonly target: string;
  readonly platform: Platform;
  readonly pack: PackReport;
}

/** An image and a bare file of one platform hold the same program. */
function askedPrograms(targets: readonly TargetReport[]): AskedProgram[] {
  return targets.flatMap(({ name, images, files = [] }) => {
    const bare = files.filter(({ platform }) => !images.some((image) => isSame(image.platform, platform)));
    return [...images, ...bare].flatMap(({ platform, pack }) =>
      pack === undefined ? [] : [{ target: name, platform, pack }],
    );
  });
}

function isSame(one: Platform, other: Platform): boolean {
  return formatPlatform(one) === formatPlatform(other);
}

/** For a terminal: what was decided of each program, the numbers, and why. */
export function packLines(targets: readonly TargetReport[], columns: number, style: Style): string[] {
  const room = Math.max(40, columns - 4);
  return askedPrograms(targets).flatMap(({ target, platform, pack }) => {
    const name = `${style.bold(plainLine(target))} ${formatPlatform(platform)}`;
    const texts = [figures(pack).join(', '), plainLine(pack.reason)].filter((text) => text !== '');
    return [
      `  ${name}: ${headline(pack)}`,
      ...texts.flatMap((text) => linesOf(text, room).map((line) => `    ${style.dim(line)}`)),
    ];
  });
}

/** A number is not parted from its unit. */
function linesOf(text: string, columns: number): string[] {
  const held = text.replaceAll(/(\d) (ms|s|[KMG]iB|B)\b/g, '$1\u00a0$2');
  return wrapped(held, columns).map((line) => line.replaceAll('\u00a0', ' '));
}

const decisions: Readonly<Record<PackReport['decision'], string>> = {
  packed: 'packed',
  kept: 'not packed',
  reverted: 'not packed: it does not run so',
  impossible: 'cannot be packed',
};

/** `packed by lzma-7 of UPX 4.2.2`, `not packed (lzma-7 of UPX 4.2.2 comes nearest)`. */
function headline({ decision, setting, upx, locked }: PackReport): string {
  const said = decisions[decision];
  const by = setting === undefined || upx === undefined ? '' : `${setting} of UPX ${upx}`;
  const how =
    by === '' ? '' : decision === 'packed' ? ` by ${by}` : decision === 'kept' ? ` (best: ${by})` : '';
  return `${said}${how}${locked ? ', by slipway.lock' : ''}`;
}

/** What packing brings, or would, and what it costs. */
function figures({ measured: { disk, wire, run } }: PackReport): string[] {
  const found: string[] = [];
  if (disk.packed !== undefined) found.push(`file ${arrow(disk.unpacked, disk.packed)}`);
  if (wire?.packed !== undefined) found.push(`layer ${arrow(wire.unpacked, wire.packed)}`);
  if (run === undefined) return found;
  const { unpacked, packed } = run.startSeconds;
  found.push(
    `start ${startText(unpacked)} → ${startText(packed)} (${run.runs} ${run.runs === 1 ? 'run' : 'runs'} in ${plainLine(run.isolation)})`,
  );
  if (run.memoryBytes !== undefined)
    found.push(`memory ${arrow(run.memoryBytes.unpacked, run.memoryBytes.packed)}`);
  return found;
}

function arrow(before: number, after: number): string {
  return `${formatBytes(before)} → ${formatBytes(after)}`;
}

/** In milliseconds: the median, and the spread where there is one. */
function startText({ median, least, most }: { median: number; least: number; most: number }): string {
  const spread = most > least ? ` (${milliseconds(least)}–${milliseconds(most)})` : '';
  return `${milliseconds(median)} ms${spread}`;
}

function milliseconds(seconds: number): string {
  const value = seconds * 1000;
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** The decisions as a table of GitHub's Markdown; empty where packing was not asked for. */
export function packTable(targets: readonly TargetReport[]): string[] {
  const asked = askedPrograms(targets);
  if (asked.length === 0) return [];
  const rows = asked.map(({ target, platform, pack }) => {
    const { disk, wire, run } = pack.measured;
    const memory = run?.memoryBytes;
    const cells = [
      `**${markdownText(target)}** ${formatPlatform(platform)}: ${markdownText(headline(pack))}`,
      disk.packed === undefined ? '–' : arrow(disk.unpacked, disk.packed),
      wire?.packed === undefined ? '–' : arrow(wire.unpacked, wire.packed),
      run === undefined
        ? '–'
        : `${startText(run.startSeconds.unpacked)} → ${startText(run.startSeconds.packed)}`,
      memory === undefined ? '–' : arrow(memory.unpacked, memory.packed),
      markdownText(plainLine(pack.reason)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| packing | file | layer | start-up | memory | why |', '|---|--:|--:|--:|--:|---|', ...rows, ''];
}

/** Every way that was tried, for who wants to know. */
export function packTrialTable(targets: readonly TargetReport[]): string[] {
  const rows = askedPrograms(targets).flatMap(({ target, platform, pack }) =>
    pack.measured.trials.map((trial) => {
      const name = `${markdownText(target)} ${formatPlatform(platform)}`;
      if ('refused' in trial) return `| ${name} | ${trial.setting} | ${markdownText(trial.refused)} | | |`;
      const { setting, bytes, wireBytes, seconds } = trial;
      const layer = wireBytes === undefined ? '–' : formatBytes(wireBytes);
      return `| ${name} | ${setting} | ${formatBytes(bytes)} | ${layer} | ${seconds.toFixed(1)} s |`;
    }),
  );
  return rows.length === 0
    ? []
    : ['| tried | setting | file | layer | packing took |', '|---|---|--:|--:|--:|', ...rows, ''];
}
