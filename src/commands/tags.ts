import { definedOnly } from '../gobuild/origin.ts';
import { readVcs, type VcsFacts } from '../gobuild/version-control.ts';
import { formatReference } from '../request/reference.ts';
import type { TagsRequest } from '../request/tags-request.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment } from '../support/http.ts';
import { publishedContext, readTagContext, type TagContext } from '../tags/context.ts';
import { type Tags, tagsOf } from '../tags/tags.ts';

export interface TagsPorts {
  readonly exec: Exec;
  readonly env: Environment;
  readonly now: () => Date;
}

/**
 * What `slipway tags --json` prints: the members that docker/metadata-action's `json` output has, under its names, and
 * notices. `tags` are whole references where --push or --image says where to, else the same as `tag-names`.
 */
export interface TagsResult {
  readonly version: string;
  readonly 'tag-names': readonly string[];
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: readonly string[];
  readonly notices: readonly string[];
}

/**
 * `slipway tags`: what the rules give for this commit. Asks git and the environment, and no network.
 * @throws SlipwayError E_CONFIG for a rule that cannot be read
 */
export async function tagsCommand(request: TagsRequest, ports: TagsPorts): Promise<TagsResult> {
  const { source, rules, places } = request;
  const now = ports.now();
  const reading =
    source.kind === 'directory'
      ? await readVcs(source.directory, ports.exec, definedOnly(ports.env))
      : { facts: undefined, notice: undefined };
  const context =
    source.kind === 'directory'
      ? await readTagContext(ports.env, reading.facts, now)
      : publishedContext(source.version, now);
  const named = [...places].flatMap(([target, own]) =>
    (own.length === 0 ? [undefined] : own).map((place) => ({
      place,
      tags: tagsOf(place?.tag, rules, context, target),
    })),
  );
  const version = named[0]?.tags.version ?? '';
  const labels = labelsOf(version, context, reading.facts);
  return {
    version,
    'tag-names': distinct(named.flatMap(({ tags }) => tags.tags)),
    tags: distinct(
      named.flatMap(({ place, tags }) =>
        tags.tags.map((tag) => (place === undefined ? tag : formatReference({ ...place.repository, tag }))),
      ),
    ),
    labels,
    annotations: Object.entries(labels).map(([name, value]) => `manifest:${name}=${value}`),
    notices: distinct([reading.notice, ...noticesOf(named)].filter((notice) => notice !== undefined)),
  };
}

function noticesOf(named: readonly { readonly tags: Tags }[]): readonly string[] {
  return named.flatMap(({ tags }) => tags.notices);
}

/** image-spec, annotations.md: those that tags and commit tell, under the names that an image of Slipway has them. */
function labelsOf(
  version: string,
  { commit }: TagContext,
  facts: VcsFacts | undefined,
): Record<string, string> {
  const labels = {
    'org.opencontainers.image.created': facts?.time,
    'org.opencontainers.image.revision': commit,
    'org.opencontainers.image.source': facts?.remote,
    'org.opencontainers.image.version': version,
  };
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
