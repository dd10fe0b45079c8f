import { type ActionInput, actionInputs, actionOutputs, ownInputs } from './action-inputs.ts';
import { commentInputs, commentOutputs } from './comment-inputs.ts';
import { defaultText } from './help.ts';
import type { AnyInput } from './inputs.ts';

const heading = `# Made from src/request/ by \`npm run generate\`; do not edit.
name: Slipway
description: From a Go module to the smallest OCI image that can be proved correct
author: slipway-dev
branding:
  icon: anchor
  color: blue
`;

/** GitHub's format: docs.github.com, "Metadata syntax reference". What a failed build brought is kept too, that of a cancelled one is not. */
const runs = `runs:
  using: node24
  main: dist/index.js
  post: dist/post.js
  post-if: success() || failure()
`;

/** action.yml: every input, output and how it runs. */
export function actionMetadata(): string {
  const own = Object.entries(ownInputs).map(([name, { description, value }]) =>
    inputText(name, description, value),
  );
  const shared = actionInputs().map((each) => inputText(each.name, actionMeaning(each)));
  const outputs = Object.entries(actionOutputs).map(([name, description]) => entryText(name, description));
  return [heading, 'inputs:\n', ...own, ...shared, 'outputs:\n', ...outputs, runs].join('');
}

const commentHeading = `# Made from src/request/ by \`npm run generate\`; do not edit.
name: Slipway comment
description: Says on a pull request what a run of it measured; checks nothing out and runs nothing of it
author: slipway-dev
branding:
  icon: message-square
  color: blue
`;

const commentRuns = `runs:
  using: node24
  main: ../dist/comment.js
`;

/** comment/action.yml */
export function commentMetadata(): string {
  const inputs = Object.entries(commentInputs).map(([name, { description, value }]) =>
    inputText(name, description, value),
  );
  const outputs = Object.entries(commentOutputs).map(([name, description]) => entryText(name, description));
  return [commentHeading, 'inputs:\n', ...inputs, 'outputs:\n', ...outputs, commentRuns].join('');
}

/** What an input means and what holds without it. */
export function actionMeaning({ description, otherwise, entry }: ActionInput): string {
  const without = otherwise ?? defaultText(entry as AnyInput);
  return without === undefined ? description : `${description} Default: ${without}.`;
}

function inputText(name: string, description: string, value = ''): string {
  const fallback = value === '' ? '' : `    default: ${yamlText(value)}\n`;
  return `${entryText(name, description)}    required: false\n${fallback}`;
}

function entryText(name: string, description: string): string {
  return `  ${name}:\n    description: ${yamlText(description)}\n`;
}

/** A double-quoted scalar of YAML 1.2 may hold any JSON string. */
function yamlText(text: string): string {
  return JSON.stringify(text);
}
