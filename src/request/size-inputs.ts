import { baseline } from './baseline.ts';
import { beforePlace } from './before.ts';
import { budget } from './budget-field.ts';
import { input } from './input.ts';
import { path } from './items.ts';
import { choice, single, toggle } from './kinds.ts';
import { joined } from './records.ts';
import type { DeadCodeGate } from './request.ts';

const common = { group: 'Results', commands: ['build', 'merge'] } as const;

/** Inputs that say what a build is compared with, and what it may weigh. */
export const sizeInputs = {
  baseline: input({
    ...common,
    scope: 'run',
    flag: 'baseline',
    field: 'baseline',
    kind: single(baseline),
    description:
      'What sizes are compared with: rebuild:BRANCH (the commit that the branch and this one have in common is built too), registry:REF (the snapshot beside a published image), cache[:BRANCH] (what the action kept of the branch in the cache of GitHub Actions), auto[:BRANCH] (the image called `image` with that branch as its tag if a snapshot is beside it, else as cache, else as rebuild), file:PATH (what --snapshot or --report wrote) or none. What grew and why is in the report, and budgets are judged.',
    example: 'rebuild:main',
    otherwise: 'none',
    action: {
      otherwise:
        'auto for a pull request: the image of its base branch where `image` is set, else what is kept of that branch in the cache, else its merge base is built; none for other events',
    },
  }),
  snapshot: input({
    ...common,
    scope: 'run',
    flag: 'snapshot',
    field: 'snapshot',
    kind: single(path),
    description:
      'File to write a size snapshot to, which later builds are compared with; nothing is written when a check or a budget refuses the build.',
    example: 'out/size.json',
  }),
  sizeHtml: input({
    ...common,
    scope: 'run',
    flag: 'size-html',
    kind: single(path),
    description:
      'File to write a page to that shows what changed against the baseline, with a treemap of each target and platform; written too when a budget refuses the build.',
    example: 'out/size.html',
    // There the page is always made, and is an artifact of the run.
    action: false,
  }),
  waterfall: input({
    ...common,
    commands: ['build'],
    scope: 'run',
    flag: 'waterfall',
    field: 'waterfall',
    kind: toggle,
    fallback: false,
    description:
      'Measure what each step makes of a program, on disk and on the wire: a plain go build, -trimpath, -s -w, build tags, the image on its base. Each is a real build, so this links every program up to four times more, and compiles once without -trimpath.',
    example: 'true',
  }),
  compareImage: input({
    ...common,
    scope: 'run',
    flag: 'compare-image',
    field: 'compare-image',
    kind: single(beforePlace),
    description:
      'An image from before, to hold what is built against: layers, bytes on disk and to pull, files, findings, and how long a pull takes over a slowed registry on this machine. A reference, a layout or an archive.',
    example: 'ghcr.io/acme/api:1.0',
  }),
  compareDockerfile: input({
    ...common,
    scope: 'run',
    flag: 'compare-dockerfile',
    kind: single(path),
    description:
      'The same with a Dockerfile, which docker, podman or buildctl builds, whichever is on PATH and answers; its context is the source folder. A flag only: a file in a repository must not choose what is run.',
    example: 'Dockerfile',
  }),
  attachSnapshot: input({
    ...common,
    scope: 'run',
    flag: 'attach-snapshot',
    field: 'attach-snapshot',
    kind: toggle,
    description:
      'Put a size snapshot beside each image that is pushed, as an OCI referrer, for later builds to be compared with.',
    example: 'true',
    otherwise: 'false',
    action: { otherwise: 'true' },
  }),
  by: input({
    ...common,
    commands: ['history'],
    scope: 'run',
    flag: 'by',
    kind: single(choice('WORD', ['release', 'commit'])),
    description: 'What a history goes by: releases, or commits whose images have a tag (rule sha).',
    example: 'commit',
    otherwise: 'release',
  }),
  svg: input({
    ...common,
    commands: ['history'],
    scope: 'run',
    flag: 'svg',
    kind: single(path),
    description: 'File to write a chart to.',
    example: 'size.svg',
  }),
  budget: input({
    ...common,
    scope: 'target',
    field: 'budget',
    kind: joined(budget),
    description:
      'What may weigh how much (max) and grow by how much (growth, new): disk, pull, each module or package, those that a pattern names, single platforms. Passing a limit is said (warn), asks for approval (approve) or ends the run (block). Limits that are not named stay as they are; off takes one away.',
    example: '{"pull":{"max":"4 MiB","growth":{"approve":"2%"}}}',
    otherwise:
      'disk and pull: {growth: {approve: 2%, at-least: 8 KiB}}; package: {growth: {block: 5%, at-least: 8 KiB}, new: {approve: 256 KiB}}',
  }),
  deadCode: input({
    ...common,
    scope: 'target',
    flag: 'dead-code-elimination',
    field: 'dead-code-elimination',
    kind: single(choice<DeadCodeGate>('MODE', ['off', 'warn', 'required'])),
    fallback: 'warn',
    description:
      'What it means that the linker keeps exported methods which nothing calls, since something looks methods up by name (reflection, templates): warn says what does, by which imports, and what that costs, wherever it is known what is in the programs; required refuses the build, also where that cannot be found out, and reads every program for it; off asks nothing.',
    example: 'required',
  }),
};
