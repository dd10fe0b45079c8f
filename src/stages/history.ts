import type { HistoryEntry } from '../registry/snapshots/snapshot-history.ts';
import type { HistoryPoint } from '../report/history.ts';
import { readPublished } from './published-snapshot.ts';

/**
 * What an image's snapshot says, as a point of a history: a release under its version, else a commit under its short name.
 * @param where what messages call the repository
 * @throws SlipwayError E_CONFIG, E_REGISTRY when the snapshot cannot be read
 */
export function historyPoint({ tags, version, snapshot }: HistoryEntry, where: string): HistoryPoint {
  const { targets, commit, created } = readPublished(snapshot.content, `${where}:${tags[0] ?? ''}`);
  return {
    name: version ?? commit?.slice(0, 7) ?? tags[0] ?? snapshot.image.slice(0, 19),
    ...(commit !== undefined && { commit }),
    ...(created !== undefined && { created }),
    ...(version !== undefined && { isRelease: true }),
    targets: targets.flatMap(({ name, images }) =>
      images.map(({ platform, diskBytes, pullBytes }) => ({
        name,
        platform,
        ...(diskBytes !== undefined && { diskBytes }),
        ...(pullBytes !== undefined && { pullBytes }),
      })),
    ),
  };
}
