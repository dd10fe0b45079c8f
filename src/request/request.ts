import type { BaselineRequest } from './baseline.ts';
import type { BeforeRequest } from './before.ts';
import type { Budget } from './budget.ts';
import type { EngineRequest } from './engine-request.ts';
import type { ImagePlace } from './image-place.ts';
import type { PackPolicy } from './pack-policy.ts';
import type { Platform } from './platform.ts';
import type { SandboxSetting } from './sandbox-inputs.ts';
import type { SbomFormat } from './sbom-inputs.ts';
import type { Shard } from './shard.ts';
import type { SignatureFormat } from './sign-inputs.ts';
import type { SigningSettings, SigstorePlace } from './signing-settings.ts';
import type { Smoke } from './smoke.ts';
import type { SignatureExpectation } from './verify-signature-request.ts';

/** Where the Go code comes from. `directory` is absolute. */
export type Source =
  | { readonly kind: 'directory'; readonly directory: string }
  | { readonly kind: 'module'; readonly path: string; readonly version: string };

/** `stamp`: as the go command's -buildvcs=auto; `label`: the commit goes to config and annotations only; `never`: nowhere. */
export type VcsStamp = 'auto' | 'never' | 'label';

/** What it means that methods nobody calls are kept: `off` nothing, and nobody asks; `warn` a warning; `required` the end of the run. */
export type DeadCodeGate = 'off' | 'warn' | 'required';

/** A base that Slipway makes, or an image that somebody made. Paths are absolute. */
export type BaseRequest = 'scratch' | 'static' | ImagePlace;

export interface Compression {
  readonly algorithm: 'gzip' | 'zstd';
  readonly level: number;
}

/** Files of the user's that become the asset layer. Both paths are absolute, `to` inside the image. */
export interface Asset {
  readonly from: string;
  readonly to: string;
}

export interface Port {
  readonly number: number;
  readonly protocol: 'tcp' | 'udp';
}

/** Everything that may differ between two targets of one run. */
export interface TargetSettings {
  readonly platforms: readonly Platform[];
  readonly buildTags: readonly string[];
  /** Linker flags before templates are filled in; always joined with -s -w by the build. */
  readonly ldflags: string;
  readonly goexperiment: readonly string[];
  readonly cgo: boolean;
  readonly vcsStamp: VcsStamp;
  readonly base: BaseRequest;
  readonly timezones: boolean;
  readonly compression: Compression;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[] | undefined;
  readonly cmd: readonly string[];
  /** `UID[:GID]`, numeric; undefined: the base's own where that is a number and not root, else 65532:65532. */
  readonly user: string | undefined;
  readonly workdir: string | undefined;
  readonly ports: readonly Port[];
  readonly assets: readonly Asset[];
  /** Files and folders that go into release archives, absolute; undefined: what the module has for its readers. */
  readonly archiveFiles: readonly string[] | undefined;
  readonly budget: Budget;
  readonly deadCode: DeadCodeGate;
  readonly pack: PackPolicy;
  /** What is expected of the running program; undefined: it is not run. */
  readonly smoke: Smoke | undefined;
}

/** A target that the user named. `main` is a package path such as ./cmd/api; undefined: found by the target's name. */
export interface NamedTarget {
  readonly name: string;
  readonly main: string | undefined;
  readonly settings: TargetSettings;
}

export type Output =
  | { readonly kind: 'oci'; readonly path: string }
  | { readonly kind: 'oci-archive'; readonly path: string }
  | { readonly kind: 'docker-archive'; readonly path: string }
  | { readonly kind: 'bin'; readonly path: string }
  /** Release archives: each has a program, and what its readers need. */
  | { readonly kind: 'bin-archive'; readonly path: string }
  /** What a shard leaves for `slipway merge`: images and programs. */
  | { readonly kind: 'shard'; readonly path: string };

/** Which bills of materials are written. `directory` is absolute. */
export interface SbomRequest {
  /** At least one, each once. */
  readonly formats: readonly SbomFormat[];
  readonly directory: string;
  /** Whether licence files are looked at. */
  readonly licenses: boolean;
}

/** Who must have signed a base. */
export interface BaseSignatureRequest {
  /** Undefined: whom everybody knows to sign such an image. */
  readonly who: SignatureExpectation['who'] | undefined;
  readonly sigstore: SigstorePlace;
}

/** How what a run pushes is signed. */
export interface SigningRequest {
  readonly settings: SigningSettings;
  /** At least one, each once. */
  readonly formats: readonly SignatureFormat[];
  /** Whether GitHub's store of attestations gets them too. */
  readonly keptByForge: boolean;
}

/** `auto`: the first one that is there and answers. */
export type LoadRequest = 'auto' | 'docker' | 'podman' | 'containerd';

/** What the user said of registries, beside what docker's and podman's own files say. Hosts have their port, if they have one. */
export interface RegistrySettings {
  /** Host → name of the environment variable that holds `USER:PASSWORD` or a token. */
  readonly auth: Readonly<Record<string, string>>;
  /** Hosts that may be asked over plain http, or over https with any certificate. */
  readonly insecure: readonly string[];
}

/** Which Go is asked for, before files are read. */
export interface GoRequest {
  /** A version, range, `stable`, `oldstable` or an https URL of a Go distribution; undefined: what the module asks for. */
  readonly version: string | undefined;
  /** Who asked: `--go` or the place in the configuration file; undefined with `version`. */
  readonly askedBy: string | undefined;
  /** SHA-256 in hex of the archive at the URL. */
  readonly sha256: string | undefined;
  /** Absolute path of a .go-version, .tool-versions, go.mod or go.work that decides. */
  readonly versionFile: string | undefined;
  /** True: what is newest is looked up before a Go on this machine will do. */
  readonly checkLatest: boolean;
}

/** What one run of `slipway build` is asked to do: flags, file and defaults already weighed. Paths are absolute. */
export interface BuildRequest {
  readonly source: Source;
  readonly go: GoRequest;
  /** Empty: the main packages are found. */
  readonly targets: readonly NamedTarget[];
  /** Settings for targets that are found rather than named. */
  readonly defaults: TargetSettings;
  readonly outputs: readonly Output[];
  /** Where images are pushed to: references whose parts may be templates, as the user wrote them. */
  readonly push: readonly string[];
  /** Rules that say under which tags, as the user wrote them; empty: none was given. */
  readonly tags: readonly string[];
  /** The image's name for archives and engines on this machine; may be a template. */
  readonly image: string | undefined;
  /** The engine on this machine that the image is loaded into. */
  readonly load: LoadRequest | undefined;
  readonly registries: RegistrySettings;
  /** Absolute path of slipway.lock; the file need not exist. */
  readonly lockFile: string | undefined;
  readonly digestFile: string | undefined;
  readonly reportFile: string | undefined;
  readonly baseline: BaselineRequest;
  readonly snapshotFile: string | undefined;
  /** Where a page of what was made is written. */
  readonly pageFile: string | undefined;
  /** Where a page of what changed is written, if anything was compared. */
  readonly sizePageFile: string | undefined;
  /** Where that which a comment is made of elsewhere is written, if anything was weighed. */
  readonly exchangeFile: string | undefined;
  /** Whether what is pushed gets a size snapshot, as a referrer. */
  readonly attachSnapshot: boolean;
  /** Who must have signed bases from registries; undefined: nobody is asked for. */
  readonly baseSignature: BaseSignatureRequest | undefined;
  /** How what is pushed is signed; undefined: it is not. */
  readonly signing: SigningRequest | undefined;
  /** Undefined: none is asked for. */
  readonly sbom: SbomRequest | undefined;
  /** Who puts images together, and where Go compiles. */
  readonly engine: EngineRequest;
  /** How programs with a contract are kept apart while they are tried. */
  readonly sandbox: SandboxSetting;
  readonly json: boolean;
  /** Whether a report that somebody keeps says which packages the bytes belong to. */
  readonly attribution: boolean;
  /** What the images are held against; undefined: nothing. */
  readonly before: BeforeRequest | undefined;
  /** Whether it is measured what each step from a plain go build to the image makes of it. */
  readonly waterfall: boolean;
  /** Which share of all targets and platforms is built; undefined: all. Then nothing is asked for but one output of kind `shard`. */
  readonly shard: Shard | undefined;
  /** Into how many shards a plan divides the work; undefined: nobody asks. */
  readonly shards: number | 'auto' | undefined;
  readonly jobs: number | undefined;
  readonly offline: boolean;
  readonly dryRun: boolean;
  /** Whether it is built once more, from nothing, and compared, before anything is written. */
  readonly reproduce: boolean;
  readonly cacheDirectory: string;
  /** Host of private modules → name of the environment variable that holds its token. */
  readonly gitAuth: Readonly<Record<string, string>>;
  /** SOURCE_DATE_EPOCH (seconds): the time of every layer entry; undefined means 0. */
  readonly sourceDateEpoch: number | undefined;
}
