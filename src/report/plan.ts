/** `slipway build --dry-run`: what a run would do. */
export interface Plan {
  readonly slipway: string;
  readonly dryRun: true;
  readonly source: string;
  readonly toolchain: { readonly go: string; readonly source: string; readonly askedBy: string };
  readonly targets: readonly PlannedTarget[];
  /** Rules as they were written: what they give is known when the run has asked git. */
  readonly tags: readonly string[];
  /** The engine that images would be loaded into. */
  readonly load?: string;
  /** Into which shards `--shards` divides the work; absent where nobody asks. */
  readonly shards?: readonly PlannedShardReport[];
  /** Command lines as one could paste them, in order. Templates of --ldflags are filled in when the run is real. */
  readonly commands: readonly string[];
}

export interface PlannedShardReport {
  /** `2/4` */
  readonly shard: string;
  /** `api linux/arm64`; empty where there are more shards than programs. */
  readonly units: readonly string[];
}

export interface PlannedTarget {
  readonly name: string;
  readonly package: string;
  readonly platforms: readonly string[];
  readonly base: string;
  readonly outputs: readonly string[];
  /** References that would be pushed to, without the tags that rules give. */
  readonly push: readonly string[];
}
