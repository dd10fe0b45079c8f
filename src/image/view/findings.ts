import type { Verdict } from '../../verify/verdict.ts';
import type { ViewExecution } from './image-config.ts';
import type { Finding, ImageView, ViewFile } from './image-view.ts';
import { fileRules } from './rules/file-rules.ts';
import { imageRules } from './rules/image-rules.ts';
import { pathRules } from './rules/path-rules.ts';
import type { FileRule, Hit, Rule, ViewFacts } from './rules/rule.ts';

/**
 * Every rule, in the order in which their findings are told: what can go, what files are, what layers and settings
 * are.
 */
export const rules: readonly Rule[] = [...pathRules, ...fileRules, ...imageRules];

const mostExamples = 5;

/** What the rules find, in their order. */
export function findingsOf(facts: ViewFacts, execution: ViewExecution): Finding[] {
  const byPath = pathHits(facts.files);
  const hitsOf = (rule: Rule): readonly Hit[] => {
    if (rule.of === 'path') return byPath.get(rule.name) ?? [];
    return rule.of === 'file' ? fileHits(rule, facts.files) : [...rule.find(facts, execution)];
  };
  return rules.flatMap((rule) => finding(rule, hitsOf(rule)));
}

/** By rule: each file counts for the first that it fits. */
function pathHits(files: readonly ViewFile[]): Map<string, Hit[]> {
  const hits = new Map<string, Hit[]>(pathRules.map(({ name }) => [name, []]));
  for (const { path, kind, state, bytes, layer } of files) {
    if (kind !== 'file' || state !== 'present' || bytes === 0) continue;
    const rule = pathRules.find(({ match }) => match.test(path));
    if (rule !== undefined) hits.get(rule.name)?.push({ example: path, bytes, layers: [layer] });
  }
  return hits;
}

function fileHits({ among, bytesOf, example }: FileRule, files: readonly ViewFile[]): Hit[] {
  return files.flatMap((file) => {
    if (among === 'present' && file.state !== 'present') return [];
    const bytes = bytesOf(file);
    if (bytes === undefined) return [];
    return [{ example: example?.(file) ?? file.path, bytes, layers: [file.layer] }];
  });
}

function finding(rule: Rule, hits: readonly Hit[]): Finding[] {
  const { name, severity, what, cure, leastBytes = 0 } = rule;
  const bytes = hits.reduce((sum, hit) => sum + hit.bytes, 0);
  if (hits.length === 0 || bytes < leastBytes) return [];
  const largest = [...hits].sort((a, b) => b.bytes - a.bytes).slice(0, mostExamples);
  const layers = [...new Set(hits.flatMap((hit) => hit.layers))].sort((a, b) => a - b);
  const examples = largest.map(({ example }) => example);
  const unit = rule.of === 'image' ? rule.unit : 'file';
  return [{ rule: name, severity, what, bytes, count: hits.length, unit, examples, layers, cure }];
}

/**
 * A verdict for every rule, as checks have them.
 * @param subject what they are about: a target and platform, or a reference
 */
export function findingVerdicts({ findings }: Pick<ImageView, 'findings'>, subject: string): Verdict[] {
  return rules.map(({ name, severity }) => {
    const found = findings.find(({ rule }) => rule === name);
    const detail = found === undefined ? '' : verdictText(found);
    return { check: name, subject, status: found === undefined ? 'pass' : 'fail', severity, detail };
  });
}

function verdictText({ what, bytes, count, unit, examples, cure }: Finding): string {
  const more = count - examples.length;
  return [
    `${what}: ${bytes === 0 ? '' : `${bytes} bytes in `}${count} ${unit}${count === 1 ? '' : 's'}`,
    ...examples.map((example) => `  ${example}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `to do: ${cure}`,
  ].join('\n');
}
