import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { scalar } from './kinds.ts';
import { publishedReference } from './push.ts';

/** The commit that a change is compared with: what its branch and that of `branch` or `commit` have in common. */
export interface BaseCommitRequest {
  /** Such as main. */
  readonly branch?: string;
  /** Full hash, where an event names it. */
  readonly commit?: string;
}

/** What a build is compared with. A path of `file` is as it was written, until it is placed. */
export type BaselineRequest =
  | { readonly kind: 'none' }
  | { readonly kind: 'file'; readonly path: string }
  /** The snapshot beside a published image; `{target}` stands for the target's name. */
  | { readonly kind: 'registry'; readonly reference: string }
  /** What a run of the action on that branch kept; at best that of the commit. */
  | ({ readonly kind: 'cache' } & BaseCommitRequest)
  | ({ readonly kind: 'rebuild' } & BaseCommitRequest)
  /** The first of these that is there: the snapshot beside the image of the branch, what is kept of it, that commit. */
  | ({ readonly kind: 'auto' } & BaseCommitRequest);

const forms = 'none, auto, cache, rebuild:BRANCH, registry:REF or file:PATH';
const branchPattern = '[A-Za-z0-9_][A-Za-z0-9_./+-]*';

const publishedPattern = String(publishedReference.schema['pattern']).slice(1, -1);

/** Reads a word, or a word and what belongs to it. */
export const baseline = scalar<BaselineRequest>({
  placeholder: 'BASELINE',
  one: forms,
  many: 'baselines',
  parse: (text) => {
    const [, kind, rest] = /^(none|auto|cache|rebuild|registry|file)(?::([^\0\n\r]+))?$/.exec(text) ?? [];
    if (kind === 'none' && rest === undefined) return { kind };
    if (kind === 'file' && rest !== undefined) return { kind, path: rest };
    if (kind === 'registry' && rest !== undefined) return { kind, reference: publishedReference.parse(rest) };
    if (kind === 'rebuild' || kind === 'cache' || kind === 'auto') {
      if (rest === undefined) return { kind };
      if (new RegExp(`^${branchPattern}$`).test(rest)) return { kind, branch: rest };
    }
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is no baseline`, { hint: `write ${forms}` });
  },
  show: formatBaseline,
  schema: {
    anyOf: [
      {
        type: 'string',
        pattern: `^(?:none|(?:auto|cache|rebuild)(?::${branchPattern})?|file:[^\\u0000\\n\\r]+)$`,
      },
      { ...publishedReference.schema, pattern: `^registry:(?:${publishedPattern})$` },
    ],
  },
});

/** The spelling of --baseline. */
export function formatBaseline(value: BaselineRequest): string {
  switch (value.kind) {
    case 'none':
      return value.kind;
    case 'file':
      return `file:${value.path}`;
    case 'registry':
      return `registry:${value.reference}`;
    default:
      return value.branch === undefined ? value.kind : `${value.kind}:${value.branch}`;
  }
}

/** With another path, where it has one. */
export function movedBaseline(value: BaselineRequest, change: (path: string) => string): BaselineRequest {
  return value.kind === 'file' ? { ...value, path: change(value.path) } : value;
}
