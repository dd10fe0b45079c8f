import type { AdvisedProgram } from './program.ts';
import { type AdviceQuestion, listed, questionOf } from './question.ts';

const tag = 'nethttpomithttp2';

/**
 * What net/http has for HTTP/2 bears this prefix, types and what is made for them included: the bundle of golang.org/x/net/http2 up to
 * Go 1.26 (h2_bundle.go), what leads to the package below since (http2.go). The tag leaves both out.
 */
const bundled = /(?<![\w/.-])net\/http\.(\(\*)?http2/;

/** Packages that net/http imports for HTTP/2 alone. */
const packages = [
  'net/http/internal/http2',
  'net/http/internal/httpcommon',
  'net/http/internal/httpsfv',
  'vendor/golang.org/x/net/http2/hpack',
];

const other = 'golang.org/x/net/http2';

/** HTTP/2 in net/http, which a build tag leaves out; some programs have a second one of golang.org/x/net. */
export function http2(program: AdvisedProgram): AdviceQuestion[] {
  const { reach, facts } = program;
  const named = program.nodesOf('net/http').length === 0 ? [] : namedNodes(reach.names);
  if (named.length === 0 || facts.buildTags.includes(tag)) return [];
  const nodes = [...named, ...packages.flatMap(program.nodesOf)];
  const isThereTwice = program.nodesOf(other).length > 0;
  const text = isThereTwice
    ? `net/http has an HTTP/2 of its own beside ${other} (imported by ${listed(program.importersOf(other))}): ` +
      `the build tag ${tag} leaves the first one out, where net/http may speak HTTP/1.1 alone`
    : `net/http comes with HTTP/2: the build tag ${tag} leaves it out, where HTTP/1.1 is enough`;
  return [questionOf(nodes, { kind: 'http2', subject: 'net/http', text })];
}

function namedNodes(names: readonly string[]): number[] {
  const nodes: number[] = [];
  for (const [node, name] of names.entries())
    if (name.includes('http2') && bundled.test(name)) nodes.push(node);
  return nodes;
}
