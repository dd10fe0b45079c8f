import type { KeptSize, KeptSizes } from '../../cache/kept-sizes.ts';
import type { GitPorts } from '../../gobuild/git.ts';
import { mergedWith } from '../../gobuild/merge-base.ts';
import type { BaseCommitRequest } from '../../request/baseline.ts';
import type { Source } from '../../request/request.ts';
import { readSnapshot } from '../../size/read-snapshot.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { SlipwayError } from '../../support/errors.ts';
import { parseForeignJson } from '../../support/fields.ts';
import { unpacked } from './published-snapshot.ts';
import type { Baseline } from './weigh.ts';

/** What was kept of a branch, or why nothing of it can be compared with. */
export type CachedBaseline =
  | { readonly kind: 'found'; readonly baseline: Baseline }
  | { readonly kind: 'none'; readonly why: string };

/**
 * The sizes that runs of the action kept of the base branch: of the commit that a pull request was merged with, else of the commit that
 * its event names, else the newest. Code of a pull request can save an entry that none of them wrote, so it is read as a stranger's.
 * @throws SlipwayError E_CONFIG when nothing names the branch, when the entry is of a newer Slipway; E_NETWORK when the service does not
 *   give what it has; E_IO when an entry is damaged
 */
export async function cachedBaseline(
  { source, base }: { readonly source: Source; readonly base: BaseCommitRequest },
  ports: GitPorts,
  kept: KeptSizes,
): Promise<CachedBaseline> {
  const { branch } = base;
  if (branch === undefined) {
    throw new SlipwayError('E_CONFIG', 'nothing says of which branch', { hint: 'write cache:main' });
  }
  const merged = source.kind === 'directory' ? await mergedWith(source.directory, ports) : undefined;
  const found = await kept.find(branch, merged ?? base.commit);
  switch (found.kind) {
    case 'found': {
      const snapshot = snapshotIn(found, branch);
      const { commit } = found;
      return {
        kind: 'found',
        baseline: { kind: 'cache', name: `${branch}, from the cache`, commit, snapshot },
      };
    }
    case 'nothing':
      return { kind: 'none', why: `the cache has no sizes of ${branch} yet` };
    case 'unavailable':
      throw new SlipwayError('E_NETWORK', `the cache does not give the sizes of ${branch}: ${found.why}`, {
        hint: `compare with rebuild:${branch}`,
      });
    case 'damaged':
      throw damaged(found.key, branch, found.why);
  }
}

function snapshotIn(
  { key, commit, content }: Extract<KeptSize, { readonly kind: 'found' }>,
  branch: string,
): SizeSnapshot {
  const plain = unpacked(content, (cause) => damaged(key, branch, 'it cannot be unpacked', cause));
  const snapshot = readSnapshot(parseForeignJson(plain), `${key} in the cache`, (why) =>
    damaged(key, branch, why),
  );
  if (snapshot.commit === commit) return snapshot;
  throw damaged(key, branch, `it is of ${snapshot.commit ?? 'no commit'}`);
}

function damaged(key: string, branch: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_IO', `the entry ${key} of the cache has no sizes of ${branch}: ${why}`, {
    hint: `it may be damaged: gh cache delete ${key}, or compare with rebuild:${branch}`,
    ...(cause !== undefined && { cause }),
  });
}
