import type { Cause, SizeReport } from '../size-report.ts';
import { fitting } from './fitting.ts';
import { reasonsOf } from './reasons.ts';
import type { Sized } from './sized.ts';
import { droppedCause, wayOut } from './way-out.ts';
import { nameCode, nameText } from './words.ts';

const mostTargets = 3;
const mostCharacters = 20_000;

/** Why it changed, and what to do: paragraphs. */
export function whyParagraphs(size: SizeReport, sized: readonly Sized[]): string[] {
  const dropped = droppedCause(size);
  const settings = settingReasons(size);
  const targets = targetReasons(size, sized, dropped);
  const way = wayOut(size.excesses, dropped);
  // One target's reasons are a paragraph; those of several a list.
  const [only = '', ...more] = targets.map(({ reasons }) => reasons.join(' '));
  const told = more.length === 0 ? [...settings, only].join(' ').trim() : settings.join(' ');
  const list =
    more.length === 0 ? [] : targets.map((each) => `- **${each.target}**: ${each.reasons.join(' ')}`);
  const why = fitting(
    [...(told === '' && list.length === 0 ? [] : [`**Why:** ${told}`.trimEnd()]), ...list],
    mostCharacters,
  );
  return [
    ...(why.lines.length === 0 ? [] : [why.lines.join('\n')]),
    ...(way === undefined ? [] : [`**To go on:** ${way}`]),
  ];
}

/** What is not the code's: the Go version, flags, the base. */
function settingReasons({ settings }: SizeReport): string[] {
  const told = new Map(settings.map((change) => [`${change.name} ${change.before} ${change.after}`, change]));
  const changes = [...told.values()].slice(0, 6).map(({ name, before, after }) => {
    if (name === 'linker flags') return 'other linker flags';
    return `${nameText(name)} ${valueText(after)} instead of ${valueText(before)}`;
  });
  return changes.length === 0 ? [] : [`Part of it may not be the code’s: ${changes.join(', ')}.`];
}

/** Of digests seven digits say as much. */
function valueText(value: string): string {
  return value === '' ? 'none' : nameCode(value.replaceAll(/(sha256:[0-9a-f]{7})[0-9a-f]{57}/g, '$1'));
}

/** Of each target on the platform that changed most; what one target has told the next ones do not repeat. */
function targetReasons(
  size: SizeReport,
  sized: readonly Sized[],
  dropped: Cause | undefined,
): { readonly target: string; readonly reasons: readonly string[] }[] {
  const changed = sized.filter(({ state }) => state === 'changed');
  const firsts = [...Map.groupBy(changed, ({ target }) => target).values()].flatMap(([first]) => first ?? []);
  const told = firsts.slice(0, mostTargets).map((each, at) => {
    const earlier = firsts.slice(0, at).flatMap(({ image }) => (image.brought ?? []).map(({ name }) => name));
    const causes = size.causes.filter(({ target }) => target === each.target);
    const reasons = reasonsOf(each, { causes, dropped, told: new Set(earlier) });
    return { target: nameText(each.target), reasons };
  });
  return told.filter(({ reasons }) => reasons.length > 0);
}
