import { type Fault, throwFaults } from './faults.ts';

/** What the action in comment/ is told; `value` is its default as comment/action.yml writes it. */
export const commentInputs = {
  artifact: {
    value: 'slipway-size',
    description:
      'Name of the artifact that the build leaves the file of its output size-report in. Pull requests get one comment for each name.',
  },
  config: {
    value: '',
    description:
      'Path of the configuration with the budgets, from the root of the repository; it is read at the base of the pull request. Default: slipway.yaml or slipway.yml.',
  },
  token: {
    value: `\${{ github.token }}`,
    description:
      'GitHub token with actions: read, checks: write, contents: read and pull-requests: write. It is sent to the API of GitHub alone.',
  },
} as const;
export type CommentInputName = keyof typeof commentInputs;

/** What the action in comment/ gives to later steps. */
export const commentOutputs = {
  'pull-request':
    'Number of the pull request; empty where the run was for none that is open and at its commit.',
  outcome: 'pass, needs-approval or fail, by the budgets of the base; empty where nothing was judged.',
} as const;
export type CommentOutputName = keyof typeof commentOutputs;

export type CommentValues = Readonly<Record<CommentInputName, string>>;

/**
 * Reads the inputs of the action in comment/.
 * @param given an input's text by its name; '' where the workflow does not have it
 * @throws SlipwayError E_CONFIG with every fault
 */
export function readCommentInputs(given: (name: CommentInputName) => string): CommentValues {
  const faults: Fault[] = [];
  const values = {
    artifact: given('artifact').trim() || commentInputs.artifact.value,
    config: given('config').trim().replace(/^\.\//, ''),
    token: given('token').trim(),
  };
  if (
    values.config.split('/').some((part) => part === '..' || part === '.') ||
    values.config.startsWith('/')
  ) {
    const message = `${JSON.stringify(values.config)} is no path from the root of the repository`;
    faults.push({ where: 'the input config', message, hint: 'write services/api/slipway.yaml' });
  }
  throwFaults(faults, "the action's inputs");
  return values;
}
