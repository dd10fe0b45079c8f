import type { GoModule, ModuleInfo } from '../../binary/go/module-info.ts';
import type { ModuleSums } from '../../gobuild/sum-files.ts';
import type { Verdict } from '../../verify/verdict.ts';

/** The one hash of a module that go.sum has; undefined where it has none, or several that differ. */
export function sumIn(sums: ModuleSums, path: string, version: string): string | undefined {
  const [only, ...others] = sums.get(`${path} ${version}`) ?? [];
  return others.length === 0 ? only : undefined;
}

/**
 * Whether the hashes that the linker wrote into a program are those of go.sum, and every module has one. Modules that folders
 * replace have none.
 */
export function checkSums(subject: string, { dependencies }: ModuleInfo, sums: ModuleSums): Verdict {
  const used = dependencies.map(({ replace, ...module }) => replace ?? module).filter(hasVersion);
  const verdict = { check: 'sbom/sums', subject } as const;
  const differing = used.filter(({ path, version, sum }) => {
    const known = sums.get(`${path} ${version}`);
    return sum !== undefined && known !== undefined && !known.has(sum);
  });
  if (differing.length > 0) {
    const told = differing.map(({ path, version, sum }) => {
      const known = [...(sums.get(`${path} ${version}`) ?? [])].join(' or ');
      return `${path} ${version}: the program has ${sum}, go.sum ${known}`;
    });
    return { ...verdict, status: 'fail', severity: 'block', detail: told.join('\n') };
  }
  const without = used.filter(
    ({ path, version, sum }) => sum === undefined && sumIn(sums, path, version) === undefined,
  );
  if (without.length > 0) {
    const names = without.map(({ path, version }) => `${path} ${version}`).join(', ');
    const detail = `neither the program nor go.sum has a hash of ${names}`;
    return { ...verdict, status: 'fail', severity: 'warn', detail };
  }
  return {
    ...verdict,
    status: 'pass',
    severity: 'block',
    detail: '',
  };
}

function hasVersion({ version }: GoModule): boolean {
  return version !== '' && version !== '(devel)';
}
