import { resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { scalar } from './kinds.ts';

/** What a build is compared with. A path of `file` is as it was written, until it is placed. */
export type BaselineRequest = { readonly kind: 'none' } | { readonly kind: 'file'; readonly path: string };

const forms = 'none or file:PATH';

/** Reads a word, or `file:PATH`. */
export const baseline = scalar<BaselineRequest>({
  placeholder: 'BASELINE',
  one: forms,
  many: 'baselines',
  parse: (text) => {
    if (text === 'none') return { kind: 'none' };
    const path = /^file:([^\0\n\r]+)$/.exec(text)?.[1];
    if (path !== undefined) return { kind: 'file', path };
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is no baseline`, { hint: `write ${forms}` });
  },
  show: (value) => (value.kind === 'file' ? `file:${value.path}` : value.kind),
  schema: { type: 'string', pattern: '^(?:none|file:[^\\u0000\\n\\r]+)$' },
});

/** With an absolute path. */
export function placedBaseline(value: BaselineRequest, directory: string): BaselineRequest {
  return value.kind === 'file' ? { ...value, path: resolve(directory, value.path) } : value;
}
