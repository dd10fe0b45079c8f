import { type ReferenceTree, readReferenceTree } from '../registry/referrers/reference-tree.ts';
import { formatReference } from '../request/reference.ts';
import type { SubjectRequest } from '../request/subject-request.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { SlipwayError } from '../support/errors.ts';

/** What `slipway tree --json` prints; schema/report.schema.json, $defs/tree. */
export interface TreeResult extends ReferenceTree {
  /** With its registry: `ghcr.io/acme/api:v1`. */
  readonly reference: string;
}

/**
 * `slipway tree REF`: what a name in a registry leads to, and what refers to it: signatures, SBOMs, provenance, size snapshots.
 * @throws SlipwayError E_CONFIG when it names no image in a registry; as readReferenceTree
 */
export async function treeCommand(
  { subject, name, registries }: SubjectRequest,
  ports: Ports,
): Promise<TreeResult> {
  if (subject.kind !== 'registry') {
    throw new SlipwayError('E_CONFIG', `${name} is no image in a registry`, {
      hint: 'name one with its registry: slipway tree ghcr.io/acme/api:v1. What a layout holds, slipway inspect says',
    });
  }
  const registry = runRegistry({ registries, offline: false }, ports);
  try {
    const tree = await readReferenceTree(registry, subject.reference);
    return { reference: formatReference(subject.reference), ...tree };
  } finally {
    await registry.close();
  }
}
