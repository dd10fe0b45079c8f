/** Sizes of everything that was built of one commit. */
export interface HistoryPoint {
  /** A release's tag, or a commit's short name. */
  readonly name: string;
  readonly commit?: string;
  /** RFC 3339. */
  readonly created?: string;
  readonly isRelease?: boolean;
  readonly targets: readonly HistoryTarget[];
}

export interface HistoryTarget extends HistorySizes {
  readonly name: string;
  /** `linux/amd64` */
  readonly platform: string;
}

export interface HistorySizes {
  readonly diskBytes?: number;
  readonly pullBytes?: number;
}

/** One target on one platform over all points. */
export interface HistorySeries {
  readonly name: string;
  /** As many as there are points; undefined where it was not built. */
  readonly sizes: readonly (HistorySizes | undefined)[];
}

/** The points' targets by platform, in the order in which they first appear. */
export function seriesOf(points: readonly HistoryPoint[]): HistorySeries[] {
  const series = new Map<string, { name: string; sizes: (HistorySizes | undefined)[] }>();
  for (const [at, { targets }] of points.entries()) {
    for (const { name, platform, ...sizes } of targets) {
      const key = JSON.stringify([name, platform]);
      const known = series.get(key) ?? {
        name: `${name} ${platform}`.trim(),
        sizes: points.map(() => undefined),
      };
      series.set(key, known);
      known.sizes[at] = sizes;
    }
  }
  return [...series.values()];
}
