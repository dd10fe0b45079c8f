import { SlipwayError } from '../support/errors.ts';
import { type ConfigNode, describeNode } from './config-node.ts';
import { type Fault, nearestHint, quoted } from './faults.ts';
import { imagePath, path } from './items.ts';
import type { Item } from './kinds.ts';
import type { Asset } from './request.ts';

const fields = { from: path, to: imagePath } as const;
type Field = keyof typeof fields;

/** `SRC:DST`, cut at the last colon; in the file { from, to }. Paths are as they were written. */
export const asset: Item<Asset> = {
  placeholder: 'SRC:DST',
  one: 'an asset such as {from: ./web, to: /srv/web}',
  many: 'assets',
  parse: (text) => {
    const colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new SlipwayError('E_CONFIG', `${quoted(text)} does not say where in the image it goes`, {
        hint: 'write SRC:DST, for example ./web/dist:/srv/web',
      });
    }
    return { from: path.parse(text.slice(0, colon)), to: imagePath.parse(text.slice(colon + 1)) };
  },
  fromNode: (node, faults) => {
    if (node.kind !== 'map') {
      faults.push({ where: node.where, message: `expected ${asset.one}, got ${describeNode(node)}` });
      return undefined;
    }
    const [from, to] = [member(node, 'from', faults), member(node, 'to', faults)];
    for (const { key, where } of node.entries) {
      if (Object.hasOwn(fields, key)) continue;
      const hint = nearestHint(key, Object.keys(fields));
      faults.push({ where, message: `an asset has no field ${quoted(key)}`, hint });
    }
    return from === undefined || to === undefined ? undefined : { from, to };
  },
  show: ({ from, to }) => ({ from, to }),
  schema: {
    type: 'object',
    properties: { from: path.schema, to: imagePath.schema },
    required: ['from', 'to'],
    additionalProperties: false,
  },
};

function member(node: ConfigNode & { kind: 'map' }, field: Field, faults: Fault[]): string | undefined {
  const entry = node.entries.find(({ key }) => key === field);
  if (entry !== undefined) return fields[field].fromNode(entry.value, faults);
  faults.push({
    where: node.where,
    message: `an asset needs "${field}"`,
    hint: 'write {from: ./web/dist, to: /srv/web}',
  });
  return undefined;
}
