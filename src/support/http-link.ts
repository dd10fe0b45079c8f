/** RFC 8288, 3: the target of `rel="next"`. */
export function nextLink(header: string, base: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^>]*)>((?:[^,<"]|"[^"]*")*)/g)) {
    const rel = [...parameters.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"([^"]*)"|([^\s;]*))/g)].find(
      ([, name]) => name?.toLowerCase() === 'rel',
    );
    const relations = (rel?.[2] ?? rel?.[3] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next') && URL.canParse(target, base.href)) return new URL(target, base);
  }
  return undefined;
}
