import { isTag, type Repository } from '../request/reference.ts';
import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import { readBody } from '../support/http.ts';
import { nextLink } from '../support/http-link.ts';
import { registryFault } from './fault.ts';
import type { Registry, RegistryCall } from './registry.ts';

/** Bytes of one page of tags. */
const longestPage = 4 << 20;
const mostPages = 1000;

/**
 * All tags of a repository, page by page (distribution-spec, "Listing Tags").
 * @throws SlipwayError E_REGISTRY when the repository is not there, or its pages have no end or are no lists; E_AUTH, E_NETWORK
 */
export async function listTags(registry: Registry, repository: Repository): Promise<string[]> {
  const tags = new Set<string>();
  let target: RegistryCall['target'] | undefined = 'tags/list?n=1000';
  for (let pages = 0; target !== undefined; pages++) {
    if (pages === mostPages) throw unreadable(repository, 'its list of tags has no end');
    const call: RegistryCall = { repository, access: 'pull', method: 'GET', target };
    const answer = await registry.send(call);
    if (answer.status !== 200) throw await registryFault(call, answer);
    const before = tags.size;
    const page = parsePage((await readBody(answer, longestPage)).toString('utf8'), repository);
    for (const tag of page) tags.add(tag);
    const next = nextLink(answer.headers['link'] ?? '', answer.url);
    if (next !== undefined && tags.size === before)
      throw unreadable(repository, 'its pages of tags go round');
    target = next;
  }
  return [...tags];
}

function parsePage(text: string, repository: Repository): string[] {
  const fields = parseFields(text);
  const tags = fields && (fields['tags'] ?? []);
  if (Array.isArray(tags)) return tags.filter((tag) => typeof tag === 'string' && isTag(tag));
  throw unreadable(repository, 'its answer is no list of tags');
}

function unreadable({ registry, repository }: Repository, what: string): SlipwayError {
  return new SlipwayError('E_REGISTRY', `${registry}/${repository}: ${what}`, {
    hint: 'the registry does not follow the distribution-spec, "Listing Tags"',
  });
}
