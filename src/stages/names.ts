import type { Origin } from '../gobuild/origin.ts';
import { imageNames } from '../request/push.ts';
import { formatReference } from '../request/reference.ts';
import type { BuildRequest } from '../request/request.ts';
import { publishedContext, readTagContext, type TagContext } from '../tags/context.ts';
import { tagsOf } from '../tags/tags.ts';
import type { Ports } from './ports.ts';

/** What tag rules can know of this run. */
export function tagContext(
  { source }: Pick<Origin, 'source'>,
  { env, clock }: Pick<Ports, 'env' | 'clock'>,
): Promise<TagContext> {
  const now = new Date(clock.now());
  return source.module === undefined
    ? readTagContext(env, source.vcs, now)
    : Promise.resolve(publishedContext(source.module.version, now));
}

/** What a target's image is called on this machine. */
interface LocalNames {
  /** In full: `docker.io/library/api:latest`. */
  readonly names: readonly string[];
  readonly notices: readonly string[];
}

/** The names of the targets' images in docker archives and engines; empty where nothing asks for names. */
export async function localNames(
  request: BuildRequest,
  targets: readonly string[],
  origin: Pick<Origin, 'source'>,
  ports: Ports,
): Promise<ReadonlyMap<string, LocalNames>> {
  const named = request.load !== undefined || request.outputs.some(({ kind }) => kind === 'docker-archive');
  if (!named) return new Map();
  const context = await tagContext(origin, ports);
  return new Map(
    [...imageNames(request, targets)].map(([target, { repository, tag }]) => {
      const { tags, notices } = tagsOf(tag, request.tags, context, target);
      return [target, { names: tags.map((each) => formatReference({ ...repository, tag: each })), notices }];
    }),
  );
}
