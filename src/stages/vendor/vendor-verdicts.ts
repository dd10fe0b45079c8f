import type { VendorFile, VendorInspection, VendorProgram } from '../../report/vendor-inspection.ts';
import { formatPlatform } from '../../request/platform.ts';
import { openParts } from '../../size/differing.ts';
import type { Verdict } from '../../verify/verdict.ts';

type Found = Omit<VendorInspection, 'verdicts'>;

/** The answers in short: whether the vendor folder is what go.sum says, and whether the program is. */
export function vendorVerdicts(found: Found): Verdict[] {
  return [filesVerdict(found), modulesTxtVerdict(found), ...found.targets.map(programVerdict)];
}

const subject = 'vendor';

function filesVerdict({ modules, strays }: Found): Verdict {
  const of = (list: 'changed' | 'extra' | 'missing') =>
    modules.flatMap((module) => module[list].map(({ path }: VendorFile) => path));
  const faults = [
    ...counted(of('changed'), 'not as in its module', 'not as in their modules'),
    ...counted(
      [...of('extra'), ...strays.map(({ path }) => path)],
      'that its module does not have',
      'that their modules do not have',
    ),
    ...counted(of('missing'), 'missing', 'missing'),
    ...modules.flatMap(({ path, version, fault }) =>
      fault === undefined ? [] : [`${[path, version].join(' ').trim()} was not compared: ${fault}`],
    ),
  ];
  const differ = faults.length > modules.filter(({ fault }) => fault !== undefined).length;
  const same = modules.reduce((sum, module) => sum + module.same, 0);
  return {
    check: 'vendor/files',
    subject,
    status: faults.length === 0 ? 'pass' : 'fail',
    severity: 'block',
    detail:
      faults.length === 0
        ? `${same} files are as in the modules`
        : `${differ ? 'the folder is not what the modules have' : 'not all of the folder could be compared'}\n${faults.join('\n')}`,
  };
}

function counted(paths: readonly string[], one: string, many: string): string[] {
  if (paths.length === 0) return [];
  const [first = ''] = paths;
  return [paths.length === 1 ? `a file ${one}: ${first}` : `${paths.length} files ${many}, such as ${first}`];
}

function modulesTxtVerdict({ modulesTxt, workspace }: Found): Verdict {
  return {
    check: 'vendor/modules-txt',
    subject: 'vendor/modules.txt',
    status: modulesTxt.length === 0 ? 'pass' : 'fail',
    severity: 'block',
    detail:
      modulesTxt.length === 0
        ? ''
        : `it does not fit\n${modulesTxt.join('\n')}\n"go ${workspace ? 'work' : 'mod'} vendor" makes it anew`,
  };
}

function programVerdict(program: VendorProgram): Verdict {
  const common = {
    check: 'vendor/program',
    subject: `${program.name} (${formatPlatform(program.platform)})`,
    severity: 'block',
  } as const;
  const { error, same, differences } = program;
  if (error !== undefined)
    return { ...common, status: 'skip', detail: `the ${error.mode} program cannot be built` };
  if (same === true || differences === undefined)
    return { ...common, status: 'pass', detail: 'the same bytes' };
  const { packages, sections, unexplained } = differences;
  const differs = openParts(sections).some(({ kind }) => kind !== 'signature');
  if (!differs) return { ...common, status: 'pass', detail: 'build info and build ID alone differ' };
  const causes = packages.filter(({ reason }) => reason !== 'imports').map(({ path }) => path);
  const detail =
    unexplained.length > 0
      ? `not the program of the downloaded modules, and nothing says why: ${unexplained.join(', ')} differ`
      : `not the program of the downloaded modules: ${causes.join(', ')} compiled to something else`;
  return { ...common, status: 'fail', detail };
}
