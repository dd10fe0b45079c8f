import { SlipwayError } from '../support/errors.ts';
import { describeNode } from './config-node.ts';
import { quoted } from './faults.ts';
import { formatKeyPlace, type KeyPlace, keyPlace } from './key-place.ts';
import { type Item, type Kind, optional, single } from './kinds.ts';
import { record } from './records.ts';

/** Whether what a build pushes is signed, and by whom; neither: it is not. */
export interface SignField {
  readonly keyless?: boolean;
  readonly key?: KeyPlace;
}

const words = {
  placeholder: 'HOW',
  one: 'true, false, or who signs such as {keyless: true}',
  many: 'ways to sign',
} as const;

const onOff: Item<boolean> = {
  placeholder: 'WORD',
  one: 'true or false',
  many: 'switches',
  parse: (text) => {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not true or false`);
  },
  fromNode: (node, faults) => {
    if (node.kind === 'boolean') return node.value;
    faults.push({ where: node.where, message: `expected true or false, got ${describeNode(node)}` });
    return undefined;
  },
  show: (value) => value,
  schema: { type: 'boolean' },
};

const long = record<SignField>(words, { keyless: onOff, key: keyPlace });

/** In the file a map, or true for keyless; as a flag it stands alone. */
const item: Item<SignField> = {
  ...long,
  parse: (text) => ({ keyless: text === 'keyless' || onOff.parse(text) }),
  fromNode: (node, faults) => {
    if (node.kind === 'map') return long.fromNode(node, faults);
    const keyless = onOff.fromNode(node, faults);
    return keyless === undefined ? undefined : { keyless };
  },
  show: ({ keyless, key }) => (key === undefined ? keyless === true : { key: formatKeyPlace(key) }),
  schema: { anyOf: [{ type: 'boolean' }, long.schema] },
};

export const signField: Kind<SignField> = optional(single(item), {
  alone: 'true',
  words: ['true', 'false', 'keyless'],
});
