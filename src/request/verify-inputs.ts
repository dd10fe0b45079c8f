import { list } from './collection-kinds.ts';
import { input } from './input.ts';
import { path, word } from './items.ts';
import { choice, matching, single, toggle } from './kinds.ts';
import { requirement } from './requirement.ts';

const identity = { scope: 'run', group: 'Signing', commands: ['verify'], action: false } as const;

const repositoryName = matching({
  placeholder: 'OWNER/NAME',
  one: 'a repository such as acme/api',
  many: 'repositories',
  pattern: '^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$',
});
const workflowFile = matching({
  placeholder: 'FILE',
  one: 'a workflow file such as release.yml or acme/ci/.github/workflows/release.yml',
  many: 'workflow files',
  pattern: '^(?:[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+/\\.github/workflows/)?[^/@\\u0000\\n\\r]+\\.ya?ml$',
});
const gitRef = matching({
  placeholder: 'REF',
  one: 'a ref such as refs/heads/main or refs/tags/v*',
  many: 'refs',
  pattern: '^refs/[^\\u0000\\n\\r ]+$',
});

/** What `slipway verify` demands. */
export const verifyInputs = {
  require: input({
    scope: 'run',
    group: 'The run',
    flag: 'require',
    commands: ['verify'],
    kind: list(requirement, { commas: true }),
    fallback: [],
    description:
      'What must be so: tools that read the same image (oras, crane, skopeo, regctl, umoci; those on PATH are asked anyway), attestations by whom must have signed (slsa, spdx, cyclonedx, size, conformance, chain, reproducibility), or a condition on one (size.pull<12MB).',
    example: 'slsa,size.pull<12MB,oras',
    action: false,
  }),
  github: input({
    ...identity,
    flag: 'github',
    kind: single(repositoryName),
    description:
      'Repository on GitHub whose run must have signed the image: what the certificate says of the run counts, not the workflow alone.',
    example: 'acme/api',
  }),
  workflow: input({
    ...identity,
    flag: 'workflow',
    kind: single(workflowFile),
    description:
      'With --github: the workflow file whose job signed, of that repository or, with its path, of another one that it calls.',
    example: 'acme/ci/.github/workflows/release.yml',
    otherwise: 'any workflow of the repository',
  }),
  ref: input({
    ...identity,
    flag: 'ref',
    kind: single(gitRef),
    description: 'With --github: the ref that was built; * stands for whatever has no slash, ** for all.',
    example: 'refs/tags/v*',
  }),
  event: input({
    ...identity,
    flag: 'event',
    kind: single(word),
    description: 'With --github: the event that started the run.',
    example: 'push',
  }),
  runnerEnvironment: input({
    ...identity,
    flag: 'runner',
    kind: single(choice('WHERE', ['github-hosted', 'self-hosted'])),
    description: 'With --github: where the job ran.',
    example: 'github-hosted',
  }),
  signaturesOnly: input({
    ...identity,
    flag: 'signatures-only',
    kind: toggle,
    fallback: false,
    description:
      'Judge signatures and attestations alone: the image itself is not fetched. For a deployment that only asks by whom it is.',
    example: 'true',
  }),
  same: input({
    scope: 'run',
    group: 'The run',
    flag: 'same',
    commands: ['verify'],
    kind: toggle,
    fallback: false,
    description:
      'Whether two images, A and B, are the same for whoever runs them: platforms, configs and merged files; what differs is told one by one.',
    example: 'true',
    action: false,
  }),
  chain: input({
    scope: 'run',
    group: 'The run',
    flag: 'chain',
    commands: ['verify'],
    kind: single(path),
    description:
      'The report of a build (--report): whether each step from the source to the index is still as it was recorded. Without SUBJECT what the report says was written is looked at.',
    example: 'out/report.json',
    action: false,
  }),
};
