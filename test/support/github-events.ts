import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './slipway.ts';

/** A payload as GitHub sends it; only what the tests change is typed. */
export interface Payload {
  readonly repository?: { readonly default_branch?: string; readonly full_name?: string };
  readonly pull_request?: {
    readonly number: number;
    readonly head: {
      readonly sha: string;
      readonly ref: string;
      readonly repo: { full_name: string } | null;
    };
    readonly base: { readonly ref: string; readonly repo: { readonly full_name: string } };
  };
  readonly ref?: string;
  readonly [member: string]: unknown;
}

/** The examples of an event that GitHub's own collection has: `api.github.com`, or `ghes-35` of GitHub Enterprise Server. */
export function payloadsOf(event: string, collection = 'api.github.com'): readonly Payload[] {
  const path = join(repository, 'node_modules/@octokit/webhooks-examples', collection, 'index.json');
  const all = JSON.parse(readFileSync(path, 'utf8')) as { name: string; examples: readonly Payload[] }[];
  const found = all.find(({ name }) => name === event)?.examples ?? [];
  if (found.length === 0) throw new Error(`${collection} has no example of ${event}`);
  return found;
}
