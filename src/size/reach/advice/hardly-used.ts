import { link, noNode } from '../graph.ts';
import type { ProgramReach } from '../program-reach.ts';
import type { AdvisedProgram } from './program.ts';
import { type AdviceQuestion, listed, questionOf } from './question.ts';

/** Beyond so many symbols a package is not there for one of them. */
const fewSymbols = 2;
/** What is longer, with all that it needs of its package, nobody copies. */
const mostCopied = 8 * 1024;

/**
 * Packages of others that the program's own import for a constant or a function: what else they bring is there since the package is
 * initialised, or refers to itself. Of a function stays what it needs of its package, also the initialisation of
 * variables that it reads.
 */
export function hardlyUsed(program: AdvisedProgram): AdviceQuestion[] {
  const { blankImports } = program.facts;
  // What is imported for its effects alone looks like what is imported for a constant.
  if (blankImports === undefined) return [];
  const candidates = program.packages.filter((path) => {
    const importers = program.importersOf(path);
    const isBlank = importers.some((importer) => blankImports.get(importer)?.has(path) === true);
    return !program.isOwn(path) && importers.length > 0 && importers.every(program.isOwn) && !isBlank;
  });
  if (candidates.length === 0) return [];
  const referred = referredSymbols(program, candidates);
  return candidates.flatMap((path) => {
    const symbols = [...(referred.get(path) ?? [])];
    const names = symbols.map((node) => program.reach.names[node] ?? '');
    // A type leads to all its methods, and is seldom all that is wanted.
    if (symbols.length > fewSymbols || names.some((name) => /^(type|go):/.test(name))) return [];
    const kept = neededNodes(program, path, symbols);
    const { bytes } = program.reach.graph;
    if (kept.reduce((sum, node) => sum + (bytes.values[node] ?? 0), 0) > mostCopied) return [];
    const keeps = new Set(kept);
    const task = symbols.length === 0 ? undefined : `${path}..inittask`;
    const thing = program
      .nodesOf(path)
      .filter((node) => !keeps.has(node) && program.reach.names[node] !== task);
    return [questionOf(thing, { kind: 'constant', subject: path, text: textOf(program, path, names) })];
  });
}

function textOf(program: AdvisedProgram, path: string, symbols: readonly string[]): string {
  const importers = listed(program.importersOf(path));
  if (symbols.length === 0) {
    return (
      `of ${path}, imported by ${importers}, nothing is used but constants, types or functions that are inlined: ` +
      'a copy of those takes its place, where nothing needs what it does when it is initialised'
    );
  }
  const names = symbols.map((name) => name.slice(name.indexOf('.', name.lastIndexOf('/') + 1) + 1));
  return (
    `of ${path}, imported by ${importers}, nothing is used but ${listed(names.toSorted())}: ` +
    'a copy of that takes its place, where nothing needs what the rest does when it is initialised'
  );
}

/** By package: what others refer to, up to one more than are few. */
function referredSymbols(program: AdvisedProgram, paths: readonly string[]): Map<string, Set<number>> {
  const { reach, nodesOf } = program;
  const { graph, flood } = reach;
  // By node: one more than the place of its package among those that are asked about.
  const places = new Uint32Array(graph.symbols.length);
  for (const [place, path] of paths.entries()) for (const node of nodesOf(path)) places[node] = place + 1;
  const found = new Map<string, Set<number>>();
  let own = 0;
  const note = (target: number): void => {
    const place = places[target] ?? 0;
    if (place === 0 || place === own) return;
    const path = paths[place - 1] ?? '';
    const symbols = found.get(path) ?? new Set();
    if (symbols.size <= fewSymbols) found.set(path, symbols.add(target));
  };
  for (let node = 0; node < graph.symbols.length; node += 1) {
    own = places[node] ?? 0;
    if (flood.reached[node] === 1) forTargets(reach, node, note);
  }
  return found;
}

/** What symbols need of their package, and those of its init functions that have to do with any of it. */
function neededNodes(program: AdvisedProgram, path: string, symbols: readonly number[]): number[] {
  const { reach } = program;
  const isIts = (node: number): boolean => program.ownerOf(node) === path;
  const needed = new Set(symbols);
  const initialisers = initialisersOf(program, path);
  for (;;) {
    // Grows while it is gone through.
    for (const node of needed)
      for (const target of targetsOf(reach, node)) if (isIts(target)) needed.add(target);
    const more = initialisers.filter(
      (node) => !needed.has(node) && targetsOf(reach, node).some((target) => needed.has(target)),
    );
    if (more.length === 0) return [...needed];
    for (const node of more) needed.add(node);
  }
}

function initialisersOf({ reach, nodesOf }: AdvisedProgram, path: string): number[] {
  const task = nodesOf(path).find((node) => reach.names[node] === `${path}..inittask`);
  return task === undefined ? [] : targetsOf(reach, task);
}

function targetsOf(reach: ProgramReach, node: number): number[] {
  const targets: number[] = [];
  forTargets(reach, node, (target) => targets.push(target));
  return targets;
}

/** Nodes that a node leads to if it is reached, methods of a type included; none of them need be. */
function forTargets({ graph }: ProgramReach, node: number, use: (target: number) => void): void {
  const end = graph.ends.values[node] ?? 0;
  for (let at = graph.starts.values[node] ?? 0; at < end; at += 1) {
    const to = graph.targets.values[at] ?? noNode;
    const kind = graph.kinds.values[at];
    if ((kind === link.node || kind === link.used) && to !== noNode) use(to);
    if (kind !== link.method) continue;
    for (let part = 3 * to; part < 3 * to + 3; part += 1) {
      const target = graph.methods.targets.values[part] ?? noNode;
      if (target !== noNode) use(target);
    }
  }
}
