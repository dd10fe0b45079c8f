/** The steps from source to index, or to a release archive, in the order in which each takes what those before it gave. */
export const chainStages = [
  'source',
  'modules',
  'toolchain',
  'compile',
  'link',
  'pack',
  'base',
  'assets',
  'layer',
  'config',
  'manifest',
  'index',
  'signature',
  'archive',
] as const;

export type ChainStage = (typeof chainStages)[number];

/** Something by its digest: `sha256:…`; `gitCommit:…`; `h1:…` of a module's zip; `goContent:…`, what the go command calls content ID. */
export interface Named {
  readonly name: string;
  readonly digest: string;
}

/**
 * One step of what became of the source: what it took, what it gave, by which tool and with which settings. A material that no
 * earlier step gave is a break. Part of report.json.
 */
export interface ChainLink {
  readonly stage: ChainStage;
  readonly materials: readonly Named[];
  readonly products: readonly Named[];
  /** `go1.26.8`, `slipway 0.1.0` */
  readonly tool: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** What comes before a program: the same for all targets and platforms of a build, but for the target's module. */
export interface ChainOrigin {
  readonly source: ChainLink | undefined;
  readonly modules: ChainLink | undefined;
  readonly toolchain: ChainLink;
}
