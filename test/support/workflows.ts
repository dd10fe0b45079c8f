import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './slipway.ts';

/** How the workflows that people copy name the action: by a commit of its repository. */
export const actionUse = /uses: slipway-dev\/slipway@[0-9a-f]{40} # v\d+\.\d+\.\d+/g;

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
