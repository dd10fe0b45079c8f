import { plainLine } from './plain-text.ts';
import type { Plan } from './plan.ts';

/** A plan for a person: what is known, then every command as one could paste it. Ends without a line break. */
export function formatPlan(plan: Plan): string {
  const { toolchain } = plan;
  const facts = [
    ['source', plan.source],
    ['go', `${toolchain.go} (${toolchain.source}), asked for by ${toolchain.askedBy}`],
    ...plan.targets.flatMap((target) => [
      ['target', `${target.name}, ${target.package}`],
      ['', `${target.platforms.join(', ')} on ${target.base}`],
      ...(target.outputs.length > 0 ? [['', target.outputs.join(', ')]] : []),
      ...target.push.map((reference) => ['', `push to ${reference}`]),
    ]),
    ...(plan.tags.length > 0 ? [['tags', plan.tags.join(' ')]] : []),
    ...(plan.shards ?? []).map(({ shard, units }) => [
      'shard',
      `${shard} ${units.join(', ') || '(nothing)'}`,
    ]),
    ...(plan.load === undefined ? [] : [['load', plan.load]]),
  ];
  const rows = facts.map(([name = '', text = '']) => `  ${name.padEnd(8)}${plainLine(text)}`);
  return [
    `slipway ${plan.slipway} · dry run: nothing was run, fetched or written`,
    '',
    ...rows,
    '',
    ...plan.commands.map((command) => `  $ ${plainLine(command)}`),
  ].join('\n');
}
