import { quoted } from './faults.ts';

/** One value of slipway.yaml, free of YAML's own shapes. `where` is `slipway.yaml:LINE:COLUMN`. */
export type ConfigNode = { readonly where: string } & (
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is how the number stands in the file: 1.20 is not 1.2 to a Go version. */
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
  | { readonly kind: 'boolean'; readonly text: string; readonly value: boolean }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'list'; readonly items: readonly ConfigNode[] }
  | { readonly kind: 'map'; readonly entries: readonly ConfigEntry[] }
);

export interface ConfigEntry {
  readonly key: string;
  readonly where: string;
  readonly value: ConfigNode;
}

/** What a message says was found: `the number 8`, `a list`. */
export function describeNode(node: ConfigNode): string {
  switch (node.kind) {
    case 'text':
      return `the text ${quoted(node.text)}`;
    case 'number':
      return `the number ${node.text}`;
    case 'boolean':
      return node.text;
    case 'nothing':
      return 'nothing';
    default:
      return `a ${node.kind}`;
  }
}
