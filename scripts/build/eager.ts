import { type AnyNode, type Node, parse } from 'acorn';

/**
 * A bundle whose modules' functions stand in parentheses. V8 takes those for functions that are called at once: it
 * compiles them with the file, instead of reading over them and coming back, and keeps them in its code cache.
 */
export function withEagerModules(code: string): string {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const marks = moduleFunctions(program).flatMap(({ start, end }) => [start, end]);
  // Every second mark ends a function: they lie side by side.
  const pieces = [0, ...marks].map((from, at) => code.slice(from, marks[at]));
  return pieces.reduce((text, piece, at) => text + (at % 2 === 1 ? '(' : ')') + piece);
}

/** Functions that are values of an object outside of any function: the bundler's table of modules, in its order. */
function moduleFunctions(node: AnyNode): Node[] {
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return [];
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return [];
  if (node.type === 'Property' && node.kind === 'init' && !node.method && isFunction(node.value)) {
    return [node.value];
  }
  return childrenOf(node).flatMap(moduleFunctions);
}

function isFunction({ type }: AnyNode): boolean {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).start === 'number';
}
