import type { Check } from './check.ts';
import { descriptors, json, mediaTypes } from './checks/content.ts';
import { configMatchesManifest, diffIds, modes, tar } from './checks/layers.ts';
import { layoutBlobs, layoutIndex, layoutVersion } from './checks/layout.ts';
import { labels, times } from './checks/metadata.ts';
import { platforms } from './checks/platforms.ts';
import { entrypoint, platform, ports, user } from './checks/run.ts';

/** Every check of an image, in the order in which its verdict is told: from the container of it all to what it says. */
export const checks: readonly Check[] = [
  layoutVersion,
  layoutIndex,
  layoutBlobs,
  descriptors,
  json,
  mediaTypes,
  platforms,
  diffIds,
  configMatchesManifest,
  tar,
  modes,
  platform,
  entrypoint,
  user,
  ports,
  labels,
  times,
];
