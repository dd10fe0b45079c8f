import { type Methods, noNode } from './graph.ts';

/** Adds signatures, names and methods to a graph's, each once. */
export interface MethodTable {
  /** The signature of a name and the node of a function's type. */
  signature(text: string, type: number): number;
  name(text: string): number;
  /** @param targets nodes of its function's type and of its two functions */
  add(type: number, signature: number, targets: readonly number[]): number;
}

export function methodTable(methods: Methods): MethodTable {
  const byKey = new Map<string, number>();
  const names = new Map<string, number>();
  const name = (text: string): number => {
    const known = names.get(text);
    if (known !== undefined) return known;
    names.set(text, methods.names.length);
    methods.byName.push([]);
    return methods.names.push(text) - 1;
  };
  return {
    name,
    signature: (text, type) => {
      const key = `${type} ${text}`;
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const [signature, number] = [methods.nameOf.length, name(text)];
      byKey.set(key, signature);
      methods.nameOf.push(number);
      methods.byName[number]?.push(signature);
      methods.bySignature.push([]);
      return signature;
    },
    add: (type, signature, targets) => {
      const method = methods.types.length;
      methods.types.push(type);
      methods.signatures.push(signature);
      for (const at of [0, 1, 2]) methods.targets.push(targets[at] ?? noNode);
      methods.bySignature[signature]?.push(method);
      return method;
    },
  };
}
