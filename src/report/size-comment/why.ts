import { broughtModules, broughtWords, linkNames } from '../brought-words.ts';
import type { ImageComparison } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import { markdownCode, markdownText } from '../markdown-text.ts';
import type { Cause, SizeReport } from '../size-report.ts';
import { gravest } from './heading.ts';
import { growth, type Sized } from './sized.ts';

/** The label that approves what asks for approval. */
export const approvalLabel = 'size-approved';
/** Changes of less are not named one by one. */
const floorBytes = 8 * 1024;

/** Why it changed, and what to do: paragraphs. */
export function whyParagraphs(size: SizeReport, sized: readonly Sized[]): string[] {
  const reasons = [...settingReasons(size), ...targetReasons(size, sized), ...budgetReason(size)];
  const way = wayOut(size);
  return [
    ...(reasons.length === 0 ? [] : [`**Why:** ${reasons.join(' ')}`]),
    ...(way === undefined ? [] : [`**To go on:** ${way}`]),
  ];
}

/** What is not the code's: the Go version, flags, the base. */
function settingReasons({ settings }: SizeReport): string[] {
  const told = new Map(settings.map((change) => [`${change.name} ${change.before} ${change.after}`, change]));
  return [...told.values()].map(({ name, before, after }) => {
    const values =
      name === 'linker flags'
        ? 'are others'
        : `${markdownCode(before || 'none')} → ${markdownCode(after || 'none')}`;
    return `${markdownText(name)}: ${values}, so part of the change is not the code’s.`;
  });
}

/** A change does not set the limits that it is judged by. */
function budgetReason({ budgets = [] }: SizeReport): string[] {
  if (budgets.length === 0) return [];
  const names = [...new Set(budgets.map(({ target }) => markdownText(target)))];
  const whose = names.length > 3 ? `${names.length} targets` : names.join(', ');
  return [`The budget of ${whose} changes here; judged is by the one before.`];
}

/** Of each target on the platform that changed most. */
function targetReasons(size: SizeReport, sized: readonly Sized[]): string[] {
  const changed = sized.filter(({ state }) => state === 'changed');
  const targets = [...new Set(changed.map(({ target }) => target))];
  const several = targets.length > 1;
  return targets.slice(0, 3).flatMap((target) => {
    const image = changed.find((each) => each.target === target)?.image;
    const causes = size.causes.filter((cause) => cause.target === target);
    const reasons = image === undefined ? [] : [...newReasons(image, causes), ...otherReasons(image, causes)];
    return reasons.length === 0 || !several ? reasons : [`In ${markdownText(target)}: ${reasons.join(' ')}`];
  });
}

/** The two imports that bring most; a second one only where it is worth a sentence. */
function newReasons(image: ImageComparison, causes: readonly Cause[]): string[] {
  const told = (image.brought ?? []).slice(0, 2).filter(({ bytes }, at) => at === 0 || bytes >= floorBytes);
  return told.map((brought) => {
    const { versions, formerName } = image.modules.find(({ name }) => name === brought.name) ?? {};
    const version = versions?.after;
    const where = requiredText(brought.name, causes);
    const [largest] = broughtModules(brought, image);
    const most = largest === undefined ? '' : `, most of it ${markdownCode(largest.name)}`;
    const links = linkNames(brought.chain, image.mainModule).map((link) => markdownCode(link));
    const name = `${markdownCode(brought.name)}${version === undefined ? '' : ` ${markdownText(version)}`}`;
    const former = formerName === undefined ? '' : `, in place of ${markdownCode(formerName)}`;
    return `${name} ${broughtWords(brought)}${former}${where}: ${formatBytes(brought.bytes)}${most}. ${links.join(' → ')}.`;
  });
}

/** ` (go.mod:5)` */
function requiredText(name: string, causes: readonly Cause[]): string {
  const required = causes.find((cause) => cause.name === name)?.required;
  return required === undefined ? '' : ` (${markdownCode(`${required.file}:${required.line}`)})`;
}

/** What grew or went without being new, where nothing new explains it. */
function otherReasons(
  { modules, packages, brought = [] }: ImageComparison,
  causes: readonly Cause[],
): string[] {
  const moved = modules
    .filter(({ versions }) => versions?.before !== undefined && versions.after !== undefined)
    .filter(({ versions }) => versions?.before !== versions?.after)
    .slice(0, 3)
    .map(
      ({ name, versions, ...change }) =>
        `${markdownCode(name)} ${markdownText(versions?.before ?? '')} → ${markdownText(versions?.after ?? '')}${requiredText(name, causes)}: ${signedText(growth(change))}.`,
    );
  const replaced = new Set(modules.map(({ formerName }) => formerName));
  const gone = modules
    .filter(({ name, before, after }) => after === 0 && before >= floorBytes && !replaced.has(name))
    .slice(0, 2)
    .map(({ name, before }) => `${markdownCode(name)} is gone: ${signedText(-before)}.`);
  if (brought.length + moved.length + gone.length > 0) return [...moved, ...gone];
  const grown = packages.filter((change) => Math.abs(growth(change)) >= floorBytes).slice(0, 3);
  if (grown.length === 0) return ['Nothing changed by more than 8 KiB.'];
  return [
    `${grown.map(({ path, ...change }) => `${markdownCode(path)} ${signedText(growth(change))}`).join(', ')}.`,
  ];
}

function signedText(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${formatBytes(Math.abs(bytes))}`;
}

function wayOut({ excesses, causes }: SizeReport): string | undefined {
  const worst = gravest(excesses);
  if (worst === undefined || worst.gate === 'warn') return undefined;
  const imports = causes.find(
    ({ imports: line, target }) => line !== undefined && target === worst.target,
  )?.imports;
  const drop =
    imports === undefined ? undefined : `drop the import: ${markdownCode(`${imports.file}:${imports.line}`)}`;
  if (worst.gate === 'approve') {
    return [`add the label ${markdownCode(approvalLabel)}`, ...(drop === undefined ? [] : [drop])]
      .join(', or ')
      .concat('.');
  }
  const raise = `raise the limit of ${markdownCode(`budget.${worst.measure}`)} in slipway.yaml, in a pull request of its own`;
  return [drop ?? 'make it smaller', raise].join(', or ').concat('.');
}
