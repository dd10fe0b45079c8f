import type { Environment } from '../support/http.ts';

/** A run on GitHub, as its runner tells it (docs.github.com, "Variables reference"), and its identity. */
export interface GitHubRun {
  /** https://github.com */
  readonly server: string;
  /** acme/api */
  readonly repository: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  /** refs/tags/v1.2.3 */
  readonly ref: string;
  readonly event: string;
  /** The workflow that was started: acme/api/.github/workflows/release.yml@refs/tags/v1.2.3. */
  readonly workflow: string;
  /** The one whose job runs, which others may own: the token's claim job_workflow_ref. Undefined: no token tells it. */
  readonly jobWorkflow: string | undefined;
  readonly run: string;
  readonly attempt: string;
  /** github-hosted or self-hosted. */
  readonly runner: string;
}

/**
 * The run that this process is part of; undefined outside of GitHub Actions.
 * @param identity whom a certificate of this run names: the address of its job's workflow
 */
export function gitHubRun(env: Environment, identity: string | undefined): GitHubRun | undefined {
  if (env['GITHUB_ACTIONS'] !== 'true') return undefined;
  const { GITHUB_REPOSITORY: repository = '', GITHUB_WORKFLOW_REF: workflow = '' } = env;
  const server = (env['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '');
  if (repository === '' || workflow === '') return undefined;
  const isJob = identity?.startsWith(`${server}/`) === true;
  return {
    server,
    repository,
    repositoryId: env['GITHUB_REPOSITORY_ID'] ?? '',
    ownerId: env['GITHUB_REPOSITORY_OWNER_ID'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    event: env['GITHUB_EVENT_NAME'] ?? '',
    workflow,
    jobWorkflow: isJob ? identity.slice(server.length + 1) : undefined,
    run: env['GITHUB_RUN_ID'] ?? '',
    attempt: env['GITHUB_RUN_ATTEMPT'] ?? '1',
    runner: env['RUNNER_ENVIRONMENT'] ?? '',
  };
}
