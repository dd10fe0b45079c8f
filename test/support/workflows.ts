import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './slipway.ts';

/** How workflows name what they use of us, a folder or a workflow perhaps: by a commit of our repository. */
const ownUse = /uses: slipway-dev\/slipway(\/[\w./-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+/g;

/** The same workflow in our own repository, where what it uses of us is at hand. */
export function inOwnRepository(workflow: string): string {
  return workflow.replaceAll(ownUse, (_, path: string = '/') => `uses: .${path}`);
}

/** Our own workflows and those that people copy, as paths from the repository. */
export function workflowFiles(): string[] {
  const files = globSync(['.github/workflows/*.yml', 'examples/workflows/*.yml'], { cwd: repository }).sort();
  if (files.length < 2) throw new Error('the workflows are not where they are looked for');
  return files;
}

/** A workflow that people copy, as it is but for the registry. */
export function exampleWorkflow(name: string, host: string): string {
  const text = readFileSync(join(repository, 'examples', 'workflows', name), 'utf8');
  return text.replaceAll('ghcr.io/', `${host}/`);
}
