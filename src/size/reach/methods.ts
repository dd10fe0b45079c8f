import type { Methods } from './graph.ts';
import { keyNumbers } from './key-numbers.ts';

/** Adds signatures, names and methods to a graph's, each once. */
export interface MethodTable {
  /** The signature of a name and the node of a function's type. */
  signature(name: number, type: number): number;
  name(text: string): number;
  /**
   * A method of a type.
   * @param call nodes of its function's type, and of its two functions
   */
  add(type: number, signature: number, call: number, direct: number, plain: number): number;
}

export function methodTable(methods: Methods): MethodTable {
  /** By name and type: signatures. */
  const signatures = keyNumbers();
  const names = new Map<string, number>();
  return {
    name: (text) => {
      const known = names.get(text);
      if (known !== undefined) return known;
      names.set(text, methods.names.length);
      methods.byName.push([]);
      return methods.names.push(text) - 1;
    },
    signature: (name, type) => {
      const signature = signatures.of(name, type);
      if (signature < methods.nameOf.length) return signature;
      methods.nameOf.push(name);
      methods.byName[name]?.push(signature);
      methods.bySignature.push([]);
      return signature;
    },
    add: (type, signature, call, direct, plain) => {
      const method = methods.types.length;
      methods.types.push(type);
      methods.signatures.push(signature);
      methods.targets.push(call);
      methods.targets.push(direct);
      methods.targets.push(plain);
      methods.bySignature[signature]?.push(method);
      return method;
    },
  };
}
