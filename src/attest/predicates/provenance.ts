import type { GitHubRun } from '../../forge/github-run.ts';
import type { Report, TargetReport } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import { type Attested, buildType, localBuilder, predicateTypes } from './statement.ts';

/** A module that is linked into a program. */
export interface LinkedModule {
  /** Package URL. */
  readonly purl: string;
  /** Hash of its files as go.sum has it; absent for folders. */
  readonly h1?: string | undefined;
}

/** What a build was made of: for provenance all that matters of its report. */
export interface BuiltFacts {
  readonly report: Pick<Report, 'slipway' | 'toolchain' | 'source' | 'request'>;
  readonly target: TargetReport;
  /** Of all programs of the target, each once. */
  readonly modules: readonly LinkedModule[];
  /** Undefined: nobody but this machine vouches for it. */
  readonly run: GitHubRun | undefined;
}

/** in-toto attestation framework, spec/v1/resource_descriptor.md. */
interface ResourceDescriptor {
  readonly uri?: string;
  readonly name?: string;
  readonly digest?: Readonly<Record<string, string>>;
}

/** SLSA provenance of a target's image (slsa.dev/spec/v1.0/provenance). Without times: the same build says the same. */
export function provenanceOf(facts: BuiltFacts): Attested {
  const { report, target, run } = facts;
  return {
    predicateType: predicateTypes.provenance,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          ...(run !== undefined && { workflow: workflowOf(run) }),
          target: target.name,
          package: target.importPath,
          platforms: target.images.map(({ platform }) => formatPlatform(platform)),
          settings: target.settings,
        },
        internalParameters: {
          compressor: report.request.compressor,
          environment: report.toolchain.environment,
          ...(run !== undefined && { github: gitHubOf(run) }),
        },
        resolvedDependencies: dependenciesOf(facts),
      },
      runDetails: {
        builder: {
          id: builderOf(run),
          version: { slipway: report.slipway, go: report.toolchain.go },
        },
        ...(run !== undefined && {
          metadata: {
            invocationId: `${run.server}/${run.repository}/actions/runs/${run.run}/attempts/${run.attempt}`,
          },
        }),
      },
    },
  };
}

function workflowOf({ server, repository, workflow, ref }: GitHubRun): object {
  const [path = ''] = workflow.slice(repository.length + 1).split('@');
  return { ref, repository: `${server}/${repository}`, path };
}

function gitHubOf({ event, repositoryId, ownerId, runner }: GitHubRun): object {
  return {
    event_name: event,
    repository_id: repositoryId,
    repository_owner_id: ownerId,
    runner_environment: runner,
  };
}

/** The exact workflow whose job built, which may be a called one; that which was started where no token tells. */
function builderOf(run: GitHubRun | undefined): string {
  return run === undefined ? localBuilder : `${run.server}/${run.jobWorkflow ?? run.workflow}`;
}

/** Commit, toolchain, base, modules. */
function dependenciesOf({ report, target, modules, run }: BuiltFacts): ResourceDescriptor[] {
  const { source, toolchain } = report;
  const { commit } = source ?? {};
  const repository = run === undefined ? undefined : `git+${run.server}/${run.repository}@${run.ref}`;
  const { reference, digest } = target.base;
  const go = target.images[0]?.chain?.find(({ stage }) => stage === 'toolchain')?.products[0]?.digest;
  return [
    ...(commit === undefined
      ? []
      : [
          {
            ...(repository !== undefined && { uri: repository }),
            name: 'source',
            digest: { gitCommit: commit },
          },
        ]),
    { name: toolchain.go, ...digestSet(go) },
    ...(reference === 'scratch' ? [] : [{ name: `base ${reference}`, ...digestSet(digest) }]),
    ...modules.map(({ purl, h1 }) => ({ uri: purl, ...digestSet(h1) })),
  ];
}

/** in-toto attestation framework, spec/v1/digest_set.md: `dirHash` is Go's Hash1 in hexadecimal digits, without its name. */
function digestSet(digest: string | undefined): { digest?: Record<string, string> } {
  const [, algorithm, value = ''] = /^(sha256|h1):(.+)$/.exec(digest ?? '') ?? [];
  if (algorithm === 'sha256') return { digest: { sha256: value } };
  if (algorithm === 'h1') return { digest: { dirHash: Buffer.from(value, 'base64').toString('hex') } };
  return {};
}
