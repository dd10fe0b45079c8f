import fc from 'fast-check';
import { type Graph, link, nodeFlag, noNode } from '../../src/size/reach/graph.ts';
import { emptyGraph } from '../../src/size/reach/graph-nodes.ts';
import { methodTable } from '../../src/size/reach/methods.ts';

interface Sketch {
  /** By node: its flags, and what it leads to. */
  readonly nodes: readonly { readonly flags: number; readonly links: readonly SketchLink[] }[];
  readonly signatures: readonly (readonly [name: string, type: number])[];
  readonly methods: readonly { readonly type: number; readonly of: number; readonly targets: number[] }[];
  readonly roots: readonly number[];
  readonly initRoots: readonly number[];
}

interface SketchLink {
  readonly kind: number;
  /** Of as many as there are of what the kind says. */
  readonly to: number;
}

const { node, used, init, call, name } = link;
const names = ['Exported', 'Écrit', 'hidden', 'other'];

/** What leads to nodes is there more often, or little would be reached. */
const sketchLink: fc.Arbitrary<SketchLink> = fc.record({
  kind: fc.constantFrom(node, node, node, node, used, used, init, call, name),
  to: fc.nat(),
});

const sketch: fc.Arbitrary<Sketch> = fc.record({
  nodes: fc.array(fc.record({ flags: rareFlags(), links: fc.array(sketchLink, { maxLength: 4 }) }), {
    minLength: 2,
    maxLength: 30,
  }),
  signatures: fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(2)), { minLength: 1, maxLength: 6 }),
  methods: fc.array(
    fc.record({
      type: fc.nat(),
      of: fc.nat(),
      targets: fc.array(fc.option(fc.nat(), { nil: noNode }), { minLength: 3, maxLength: 3 }),
    }),
    { maxLength: 8 },
  ),
  roots: fc.array(fc.nat(), { minLength: 1, maxLength: 2 }),
  initRoots: fc.array(fc.nat(), { maxLength: 2 }),
});

/** One look-up of unknown names would keep so much that other rules had nothing to say. */
function rareFlags(): fc.Arbitrary<number> {
  const rare = fc.integer({ min: 0, max: 15 }).map((drawn) => (drawn === 0 ? nodeFlag.reflects : 0));
  const { type, usedInInterface, initialises } = nodeFlag;
  const others = fc.constantFrom(0, 0, type, type, type | usedInInterface, initialises, initialises | type);
  return fc.tuple(rare, others).map(([reflects, bits]) => reflects | bits);
}

/** Small graphs with all kinds of links, by which methods are kept for every reason that the linker knows. */
export const randomGraph: fc.Arbitrary<Graph> = sketch.map((drawn) => {
  const graph = emptyGraph({ nodes: 30, links: 200, methods: 8 });
  const { methods } = graph;
  const count = drawn.nodes.length;
  const table = methodTable(methods);
  const known = names.map(table.name);
  const signatures = drawn.signatures.map(([text, type]) => table.signature(table.name(text), type));
  const one = <T>(items: readonly T[], at: number): T => items[at % items.length] as T;
  for (const { flags } of drawn.nodes) {
    graph.symbols.push(graph.symbols.length + 1);
    // So that sums tell which ones they are of.
    graph.bytes.push(2 ** graph.bytes.length);
    graph.flags.push(flags);
  }
  const made = drawn.methods.map(({ type, of, targets }) => {
    const owner = type % count;
    graph.flags.values[owner] = (graph.flags.values[owner] ?? 0) | nodeFlag.type;
    const nodeAt = (at: number): number => {
      const target = targets[at] ?? noNode;
      return target === noNode ? noNode : target % count;
    };
    return { owner, method: table.add(owner, one(signatures, of), nodeAt(0), nodeAt(1), nodeAt(2)) };
  });
  const target = ({ kind, to }: SketchLink): number => {
    if (kind === call) return one(signatures, to);
    return kind === name ? one(known, to) : to % count;
  };
  for (const [at, { links }] of drawn.nodes.entries()) {
    graph.starts.push(graph.targets.length);
    const own = made.flatMap(({ owner, method }) => (owner === at ? [method] : []));
    for (const each of links) {
      graph.targets.push(target(each));
      graph.kinds.push(each.kind);
    }
    for (const method of own) {
      graph.targets.push(method);
      graph.kinds.push(link.method);
    }
    graph.ends.push(graph.targets.length);
  }
  graph.roots.push(...drawn.roots.map((root) => root % count));
  graph.initRoots.push(...drawn.initRoots.map((root) => root % count));
  return graph;
});
