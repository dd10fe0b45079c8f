import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Flood, runFlood } from '../../../src/size/reach/flood.ts';
import type { Graph } from '../../../src/size/reach/graph.ts';
import { neededThings } from '../../../src/size/reach/needed-things.ts';
import { retainedBytes } from '../../../src/size/reach/retained.ts';
import { everything, thingSets } from '../../../src/size/reach/thing-sets.ts';
import { randomGraph } from '../../support/random-graph.ts';

/** Things of a few nodes, which overlap; also none, and one node twice. */
const asked = randomGraph.chain((graph) =>
  fc.tuple(
    fc.constant(graph),
    fc.array(fc.array(fc.nat(graph.symbols.length - 1), { maxLength: 4 }), { minLength: 1, maxLength: 8 }),
  ),
);

/** By node: the things that it needs, as a flood without each of them tells; undefined where it is not reached at all. */
function neededByFloods(graph: Graph, things: readonly number[][]): (number[] | undefined)[] {
  const whole = runFlood(graph);
  const floods = things.map((without) => runFlood(graph, { without }));
  return nodesOf(graph).map((node) => {
    if (whole.reached[node] !== 1) return undefined;
    return [...floods.keys()].filter((thing) => floods[thing]?.reached[node] !== 1);
  });
}

function nodesOf(graph: Graph): number[] {
  return Array.from({ length: graph.symbols.length }, (_, node) => node);
}

describe('the things that a node needs', () => {
  it('are those without which a flood does not reach it, whatever leads to what', () => {
    fc.assert(
      fc.property(asked, ([graph, things]) => {
        const sets = thingSets();
        const needs = neededThings(graph, things, sets, Number.POSITIVE_INFINITY);
        const told = nodesOf(graph).map((node) => {
          const set = needs?.[node] ?? everything;
          return set === everything ? undefined : [...sets.members(set)];
        });
        assert.deepEqual(told, neededByFloods(graph, things));
      }),
      { numRuns: 600 },
    );
  });

  it('are told of graphs in which methods are kept for every reason, and not for all of them', () => {
    const reasons = { reflects: 0, isCalled: 0, isNamed: 0 };
    const count = (flood: Flood, graph: Graph): void => {
      reasons.reflects += Number(flood.reflects());
      reasons.isCalled += Number(graph.methods.nameOf.some((_, signature) => flood.isCalled(signature)));
      reasons.isNamed += Number(graph.methods.names.some((_, which) => flood.isNamed(which)));
    };
    for (const graph of fc.sample(randomGraph, 200)) count(runFlood(graph), graph);
    for (const [reason, times] of Object.entries(reasons)) {
      assert.ok(times > 10 && times < 190, `${reason} in ${times} of 200`);
    }
  });
});

describe('what the file would be smaller without things', () => {
  it('is what floods without them reach less, undefined where what is needed goes', () => {
    fc.assert(
      fc.property(asked, fc.nat(), ([graph, things], drawn) => {
        const needed = drawn % graph.symbols.length;
        const whole = runFlood(graph).bytes();
        const expected = things.map((without) => {
          const alone = runFlood(graph, { without });
          return alone.reached[needed] === 1 ? whole - alone.bytes() : undefined;
        });
        assert.deepEqual(retainedBytes(graph, things, needed), expected);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same where there is only room for a few at once', () => {
    fc.assert(
      fc.property(asked, fc.integer({ min: 1, max: 20 }), ([graph, things], most) => {
        const all = retainedBytes(graph, things, undefined);
        assert.deepEqual(retainedBytes(graph, things, undefined, most), all);
      }),
      { numRuns: 100 },
    );
  });

  it('is nothing of no things', () => {
    const [graph] = fc.sample(randomGraph, 1);
    assert.ok(graph);
    assert.deepEqual(retainedBytes(graph, [], undefined), []);
    assert.deepEqual(retainedBytes(graph, [[]], undefined), [0]);
  });
});
