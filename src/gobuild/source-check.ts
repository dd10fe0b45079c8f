import type { Verdict } from '../verify/verdict.ts';
import type { SourceFacts } from './source.ts';

/** Whether what was built is the commit that the image names: a modified tree cannot be built again by anyone else. */
export function checkSource({ vcs, module }: SourceFacts): Verdict {
  const common = { check: 'source/unmodified', subject: 'the source', severity: 'warn' } as const;
  if (module !== undefined) return { ...common, status: 'pass', detail: `${module.path}@${module.version}` };
  if (vcs === undefined) return { ...common, status: 'skip', detail: 'it is not under version control' };
  if (!vcs.modified) return { ...common, status: 'pass', detail: vcs.revision };
  const detail = [
    `is commit ${vcs.revision} with changes on top of it, so its version ends in +dirty:`,
    ...vcs.changes.map((line) => `  ${line}`),
    'commit them; what a build itself writes belongs into .gitignore',
  ].join('\n');
  return { ...common, status: 'fail', detail };
}
