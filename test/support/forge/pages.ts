import type { Answer } from './endpoints.ts';

/** One page of a list, and in Link where the next is (docs.github.com, "Using pagination in the REST API"). */
export function paged(answer: Answer, address: URL): Answer {
  const { list, ...rest } = answer;
  if (list === undefined) return answer;
  const { items, member } = list;
  const length = Math.min(Number(address.searchParams.get('per_page') ?? 30), 100);
  const page = Number(address.searchParams.get('page') ?? 1);
  const shown = items.slice((page - 1) * length, page * length);
  const body = member === undefined ? shown : { total_count: items.length, [member]: shown };
  if (page * length >= items.length) return { ...rest, body };
  const next = new URL(address);
  next.searchParams.set('page', String(page + 1));
  const last = new URL(address);
  last.searchParams.set('page', String(Math.ceil(items.length / length)));
  const link = `<${next.href}>; rel="next", <${last.href}>; rel="last"`;
  return { ...rest, body, headers: { ...rest.headers, link } };
}
