import { isIndexType } from '../image/media-types.ts';
import type { ReferenceTree, TreeNode } from '../registry/referrers/reference-tree.ts';
import { artifactWords, cosignTagWords } from './artifact-words.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { type Style, styleOf } from './style.ts';

/**
 * What hangs together in a registry, for a person: each line an index, image or artifact with its whole digest, below what it
 * belongs to. Ends without a line break.
 */
export function formatTree(
  { reference, root, keptBy, notices }: ReferenceTree & { readonly reference: string },
  { color = false }: { readonly color?: boolean } = {},
): string {
  const style = styleOf(color);
  const account =
    keptBy === 'registry'
      ? 'the registry lists what refers to an image'
      : 'the registry has no referrers API: what refers to an image is listed under its fallback tag';
  return [
    style.bold(plainLine(reference)),
    ...lines(root, names(root), style),
    '',
    style.dim(account),
    ...notices.map((notice) => `${style.warning('!')} ${plainLine(notice)}`),
  ].join('\n');
}

/** Its own line, and below it those of what belongs to it. */
function lines(node: TreeNode, known: ReadonlyMap<string, string>, style: Style): string[] {
  const below = [...node.children, ...node.referrers];
  const branches = below.flatMap((child, at) => {
    const isLast = at === below.length - 1;
    const [first = '', ...rest] = lines(child, known, style);
    return [`${isLast ? '└─' : '├─'} ${first}`, ...rest.map((line) => `${isLast ? '  ' : '│ '} ${line}`)];
  });
  const size = style.dim(formatBytes(node.size));
  return [`${plainLine(wordsOf(node, known))}  ${node.digest}  ${size}`, ...branches];
}

function wordsOf(node: TreeNode, known: ReadonlyMap<string, string>): string {
  const { by, tag, about, platform, mediaType, artifactType, annotations, children } = node;
  if (by === 'tag' && tag !== undefined) return `${cosignTagWords(tag)} (tag ${tag.replace(/^.*\./, '….')})`;
  if (about !== undefined) return `attestation by BuildKit of ${known.get(about) ?? about}`;
  if (by === 'referrer' || artifactType !== undefined) return artifactWords(artifactType, annotations);
  if (platform !== undefined) return platform;
  if (!isIndexType(mediaType)) return 'image';
  const platforms = children.filter((child) => child.platform !== undefined).length;
  return `index of ${platforms} ${platforms === 1 ? 'platform' : 'platforms'}`;
}

/** Platforms of an index's images, by digest. */
function names({ children }: TreeNode): Map<string, string> {
  return new Map(
    children.flatMap(({ digest, platform }) => (platform === undefined ? [] : [[digest, platform]])),
  );
}
