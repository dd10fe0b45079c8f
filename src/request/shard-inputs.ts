import { input } from './input.ts';
import { integer } from './items.ts';
import { choice, type Item, single } from './kinds.ts';
import { mostShards, shard } from './shard.ts';

const common = { scope: 'run', group: 'The run', commands: ['build'] } as const;

const count = integer('N', 1, mostShards);
const auto = choice('auto', ['auto']);

/** How many shards a plan is to have; `auto`: one for each unit, as far as that is sensible. */
const shardCount: Item<number | 'auto'> = {
  placeholder: 'N|auto',
  one: `auto, or ${count.one}`,
  many: 'numbers of shards',
  parse: (text) => (text === 'auto' ? auto.parse(text) : count.parse(text)),
  fromNode: (node, faults) => (node.kind === 'text' ? auto : count).fromNode(node, faults),
  show: (value) => value,
  schema: { anyOf: [auto.schema, count.schema] },
};

/** Inputs of builds that several machines share. */
export const shardInputs = {
  shard: input({
    ...common,
    flag: 'shard',
    kind: single(shard),
    description:
      'Build only the I-th of N shares of all targets and platforms, into one folder (--output shard:DIR): slipway merge makes of all N what one machine would have made (docs/sharding.md).',
    example: '2/4',
    otherwise: 'everything is built',
  }),
  shards: input({
    ...common,
    flag: 'shards',
    kind: single(shardCount),
    description:
      'With --dry-run: say into which shards the work is divided; auto: one for each target and platform, at most 20.',
    example: 'auto',
    action: {
      description:
        'With dry-run: give the matrix of so many shards as the output `matrix`; auto: one for each target and platform, at most 20.',
    },
  }),
};
