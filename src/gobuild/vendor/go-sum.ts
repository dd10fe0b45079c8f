/** The h1 hashes of modules' zips by `PATH VERSION`, from the texts of go.sum files (go.dev/ref/mod, "go.sum files"). */
export function moduleSums(texts: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const sums = new Map<string, Set<string>>();
  for (const line of texts.join('\n').split('\n')) {
    const [path, version, hash, ...more] = line.trim().split(/\s+/);
    if (path === undefined || version === undefined || hash === undefined || more.length > 0) continue;
    // Of a version with /go.mod the hash is of that file alone. Algorithms but h1 are passed over, as go does.
    if (version.endsWith('/go.mod') || !hash.startsWith('h1:')) continue;
    const key = `${path} ${version}`;
    sums.set(key, (sums.get(key) ?? new Set()).add(hash));
  }
  return sums;
}
