import { quoted } from '../request/faults.ts';
import { isTag } from '../request/reference.ts';
import { parseTagRule, type TagRule } from '../request/tag-rule.ts';
import { formatDate, type TagPart, type TagTemplate } from '../request/tag-template.ts';
import type { TagContext } from './context.ts';
import { type TagVersion, versionOf } from './version.ts';

/** The tags of one image, each once, in the order of their rules. `notices` say what a reader would miss. */
export interface Tags {
  readonly tags: readonly string[];
  /** The semantic version that is built, else the first tag; undefined: no rule applied. */
  readonly version: string | undefined;
  readonly notices: readonly string[];
}

/** What a rule finds: undefined where what it needs does not exist. */
type Found = string | undefined;
type Values = Readonly<Record<TagTemplate, (format: string) => Found>>;

/**
 * The tags of an image that is pushed: the one in the reference, then those that rules give; `latest` where there is
 * neither.
 * @param written the tag in the reference; may hold templates
 * @throws SlipwayError E_CONFIG for a rule that cannot be read
 */
export function tagsOf(
  written: string | undefined,
  rules: readonly string[],
  context: TagContext,
  target: string,
): Tags {
  const own = written === undefined ? [] : [`type=raw,value=${written}`];
  const all = [...own, ...rules];
  return resolveTags(all.length === 0 ? ['latest'] : all, context, target);
}

/**
 * The tags that rules give. A rule whose value does not exist gives none; no tag is longer or of other characters than a
 * registry takes.
 * @throws SlipwayError E_CONFIG for a rule that cannot be read
 */
export function resolveTags(rules: readonly string[], context: TagContext, target: string): Tags {
  const version = context.tag === undefined ? undefined : versionOf(context.tag);
  const results = rules.map(parseTagRule).map((rule) => {
    const found = foundBy(rule, context, valuesOf(context, version, target));
    const tags = found.filter((text) => text !== undefined).map(tagText);
    return { rule, good: tags.filter(isTag), bad: tags.filter((tag) => !isTag(tag)) };
  });
  const tags = [...new Set(results.flatMap(({ good }) => good))];
  const notices = results.flatMap(({ rule, bad }) =>
    bad.map(
      (tag) =>
        `the tag rule ${quoted(rule.text)} gives ${tag === '' ? 'nothing' : quoted(tag)}, which is no tag`,
    ),
  );
  if (context.notice !== undefined && results.some(({ good }) => good.length === 0))
    notices.push(context.notice);
  if (tags.length === 0) {
    notices.push('no tag rule applies here, so the image has no tag: it is found by its digest');
  }
  return { tags, version: version?.full ?? tags[0], notices };
}

/** As docker/metadata-action has it: what no tag can hold becomes `-`; a tag begins with a letter, digit or `_`. */
export function tagText(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+/, '');
}

function foundBy(rule: TagRule, context: TagContext, values: Values): readonly Found[] {
  if (filled(rule.enable, values) !== 'true') return [];
  const [prefix, suffix] = [filled(rule.prefix, values), filled(rule.suffix, values)];
  if (prefix === undefined || suffix === undefined) return [];
  return bare(rule, context, values).map((text) => text && `${prefix}${text}${suffix}`);
}

/** What a rule finds, without prefix and suffix. */
function bare(rule: TagRule, context: TagContext, values: Values): readonly Found[] {
  const { branch, defaultBranch, event } = context;
  switch (rule.kind) {
    case 'raw':
      return rule.patterns.map((pattern) => filled(pattern, values));
    case 'semver':
      return versionTags(rule, context, values);
    case 'branch':
      return [branch];
    case 'tag':
      return [context.tag];
    case 'pr':
      return [context.pullRequest];
    case 'sha':
      return [rule.long ? context.commit : values.sha('')];
    case 'schedule':
      return event === 'schedule' ? rule.patterns.map((pattern) => filled(pattern, values)) : [];
    case 'edge':
      return branch !== undefined && branch === (rule.branch ?? defaultBranch) ? ['edge'] : [];
  }
}

function versionTags(rule: TagRule, context: TagContext, values: Values): readonly Found[] {
  const named = rule.value === undefined ? context.tag : filled(rule.value, values);
  const version = named === undefined ? undefined : versionOf(named);
  if (named === undefined || version === undefined) return [];
  const own = { ...values, ...versionValues(named, version) };
  return rule.patterns.map((pattern) => {
    const isRaw = pattern.some((part) => part.kind === 'value' && part.name === 'raw');
    if (version.release === undefined && !isRaw) return version.full;
    // 0.1 and 0.2 may differ in everything (semver.org, item 4): a bare 0 would say that they do not.
    if (rule.careful && version.release?.major === '0' && isMajor(pattern)) return undefined;
    return filled(pattern, own);
  });
}

function isMajor([first, ...rest]: readonly TagPart[]): boolean {
  return rest.length === 0 && first?.kind === 'value' && first.name === 'major';
}

function versionValues(
  gitTag: string | undefined,
  version: TagVersion | undefined,
): Pick<Values, 'version' | 'major' | 'minor' | 'patch' | 'raw'> {
  return {
    version: () => version?.full,
    major: () => version?.release?.major,
    minor: () => version?.release?.minor,
    patch: () => version?.release?.patch,
    raw: () => gitTag,
  };
}

function valuesOf(context: TagContext, version: TagVersion | undefined, target: string): Values {
  const { tag, branch, defaultBranch, baseRef, commit, commitTime, now } = context;
  return {
    ...versionValues(tag, version),
    branch: () => branch,
    tag: () => tag,
    base_ref: () => baseRef,
    sha: () => commit?.slice(0, 7),
    commit: () => commit,
    date: (format) => formatDate(now, format),
    commit_date: (format) => commitTime && formatDate(commitTime, format),
    is_default_branch: () => String(branch !== undefined && branch === defaultBranch),
    target: () => target,
  };
}

/** A text with its templates filled in; undefined when one of them has no value. */
function filled(parts: readonly TagPart[], values: Values): Found {
  const texts = parts.map((part) => (part.kind === 'text' ? part.text : values[part.name](part.format)));
  return texts.includes(undefined) ? undefined : texts.join('');
}
