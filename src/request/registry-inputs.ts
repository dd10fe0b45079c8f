import { list, map } from './collection-kinds.ts';
import { input } from './input.ts';
import { registryHost, variable } from './items.ts';
import { choice, optional, single } from './kinds.ts';
import { imageName, pushReference } from './push.ts';
import type { LoadRequest } from './request.ts';
import { isWrittenOut, tagRule } from './tag-rule.ts';

const common = { scope: 'run', group: 'Results' } as const;
const reach = {
  scope: 'run',
  group: 'The run',
  commands: [
    'reproduce',
    'build',
    'merge',
    'inspect',
    'compare',
    'verify',
    'run',
    'tree',
    'convert',
    'lock',
    'history',
    'sign',
    'sbom',
  ],
} as const;

/** Inputs that say where images go beside files, under which names, and how registries are reached. */
export const registryInputs = {
  push: input({
    ...common,
    flag: 'push',
    field: 'push',
    commands: ['build', 'merge', 'tags'],
    kind: list(pushReference, { bare: true }),
    fallback: [],
    description:
      'Where in a registry images are pushed to. With several targets REF becomes REF/NAME; {target} stands for the name, and a tag may hold templates such as {{version}}.',
    example: 'ghcr.io/acme/{target}',
    action: {
      description:
        'true: push to `image`; false: push nothing; or references to push to: REF, with several targets REF/NAME, or with {target} in it. A pull request from a fork never pushes.',
      otherwise:
        'on the default branch and for tags to `push` of slipway.yaml, else to `image`; on other branches and pull requests nothing',
    },
  }),
  tags: input({
    ...common,
    flag: 'tag',
    field: 'tags',
    commands: ['build', 'merge', 'tags'],
    kind: list(tagRule, { commas: true, bare: true, whole: isWrittenOut }),
    fallback: [],
    description:
      'Tags: semver (1.2.3, 1.2 and 1; a pre-release only itself), branch, sha, pr, schedule, a literal with templates ({{version}} {{branch}} {{sha}} …), or as docker/metadata-action writes them: type=ref,event=tag. A rule without its value is left out; untagged images are found by digest.',
    example: 'semver,branch',
    otherwise: 'the tag in --push, else latest',
    action: { otherwise: 'the tag in the reference, else semver, branch, sha and pr' },
  }),
  image: input({
    ...common,
    flag: 'image',
    field: 'image',
    commands: ['build', 'merge', 'tags'],
    kind: single(imageName),
    description:
      'Name of the image in docker archives and engines on this machine; with several targets as for --push.',
    example: 'acme/{target}',
    otherwise: "the target's name",
    action: {
      description:
        'Name of the image. On the default branch and for tags it is pushed there; with several targets REF becomes REF/NAME, and {target} stands for the name.',
      otherwise: "the target's name, and nothing is pushed",
    },
  }),
  load: input({
    ...common,
    flag: 'load',
    field: 'load',
    commands: ['build', 'merge'],
    kind: optional(single(choice<LoadRequest>('ENGINE', ['auto', 'docker', 'podman', 'containerd'])), {
      alone: 'auto',
      words: ['auto', 'docker', 'podman', 'containerd'],
    }),
    description:
      'Load the image into docker, podman or containerd on this machine; auto: the first that answers.',
    example: 'docker',
  }),
  registryAuth: input({
    ...reach,
    flag: 'registry-auth',
    kind: map(registryHost, variable),
    description:
      "Environment variable with USER:PASSWORD or a token for a registry, before what docker's and podman's logins say. A flag only: a file in a repository must not choose where secrets go.",
    example: 'registry.example.com=REGISTRY_TOKEN',
  }),
  insecureRegistry: input({
    ...reach,
    flag: 'insecure-registry',
    kind: list(registryHost, { commas: true }),
    description:
      'Registry that may be asked over plain http or with an unknown certificate. A flag only: a file in a repository must not weaken this.',
    example: 'registry.local:5000',
  }),
};
