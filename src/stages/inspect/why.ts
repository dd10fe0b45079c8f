import { knownPath } from '../../gobuild/known-paths.ts';
import { platformVariables } from '../../gobuild/platform-variables.ts';
import type { Target } from '../../gobuild/targets.ts';
import type { Fault } from '../../report/module-inspection.ts';
import type { WhyAnswer, WhyInspection } from '../../report/why-inspection.ts';
import { quoted } from '../../request/faults.ts';
import type { ModuleRequest, WhyQuestion } from '../../request/module-request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { moduleTargets, openModule } from '../module.ts';
import type { Ports } from '../ports.ts';
import { askCompiled, type CompilingReach } from './compiled-reach.ts';
import { type ProgramAnswers, programAnswers } from './why-answers.ts';
import { nearest } from './why-names.ts';
import { type AbsentThing, absentSubject, knownProgram } from './why-subjects.ts';

/**
 * Why packages, modules and symbols are in the programs of a module, and what would go without them. Packages are compiled, nothing is
 * linked.
 * @throws SlipwayError E_CONFIG when there is no program, or nothing of any has such a name; E_TOOLCHAIN, E_NETWORK, E_IO; why a
 * program is not known is in the answer
 */
export async function inspectWhy(
  { name, question: { names }, platform, build, cacheDirectory }: ModuleRequest<WhyQuestion>,
  ports: Ports,
): Promise<WhyInspection> {
  const { origin, context } = await openModule(build, ports);
  const targets = await moduleTargets(context);
  const asking = { names, platform, context, goroot: origin.go.goroot, cacheDirectory, ports };
  const programs: Answered[] = [];
  // One program is in memory at a time.
  for (const target of targets) programs.push(await answersOf(target, asking));
  const absent = await absentNames(programs, asking);
  const { version, source } = origin.toolchain;
  return {
    question: 'why',
    source: name,
    toolchain: { go: version, source },
    platform,
    targets: programs.map(({ target: { name: called, importPath }, known, error }) => ({
      ...{ name: called, importPath },
      ...(error !== undefined && { error }),
      ...(known !== undefined && {
        answers: known.answers.map((answer) => withAbsent(answer, absent.get(answer.name), known)),
        deadCode: known.deadCode,
      }),
    })),
    notices: origin.notices,
  };
}

interface Asking extends CompilingReach {
  readonly names: readonly string[];
}

interface Answered {
  readonly target: Target;
  readonly known?: ProgramAnswers;
  readonly error?: Fault;
}

async function answersOf(target: Target, asking: Asking): Promise<Answered> {
  const found = await askCompiled(target, asking, ({ linked: { packages, main }, reach }) =>
    programAnswers(asking.names, knownProgram(packages, main, reach)),
  );
  return 'error' in found ? { target, ...found } : { target, known: found.answer };
}

/**
 * What names mean that not every program knows: what another one has, or what go.mod leads to without being imported.
 * @throws SlipwayError E_CONFIG with each name that means nothing at all
 */
async function absentNames(
  programs: readonly Answered[],
  { names, platform, context }: Asking,
): Promise<Map<string, AbsentThing>> {
  const absent = new Map<string, AbsentThing>();
  const unknown: string[] = [];
  const [settings] = programs.map(({ target }) => target.settings);
  for (const name of names) {
    const answers = programs.flatMap(
      ({ known }) => known?.answers.filter((answer) => answer.name === name) ?? [],
    );
    if (answers.every(isFound)) continue;
    const [elsewhere] = answers.flatMap(({ subjects }) => subjects);
    const kind =
      elsewhere?.kind ??
      (answers.some(isFound) || settings === undefined
        ? undefined
        : await knownPath(
            context.go,
            {
              cwd: context.workspace.directory,
              ...{ tags: settings.buildTags, variables: platformVariables(platform, settings) },
            },
            name,
          ));
    if (kind !== undefined) absent.set(name, elsewhere ?? { kind, name });
    else if (!answers.some(isFound)) unknown.push(unknownLine(name, answers));
  }
  if (unknown.length === 0) return absent;
  throw new SlipwayError('E_CONFIG', unknown.join('\n'), {
    hint: 'name a package or a module by its path, or a symbol as go tool nm does: net/http.(*Server).Serve',
  });
}

function isFound({ subjects, candidates }: WhyAnswer): boolean {
  return subjects.length > 0 || (candidates ?? []).length > 0;
}

function unknownLine(name: string, answers: ProgramAnswers['answers']): string {
  const near = nearest(
    name,
    answers.flatMap((answer) => answer.near),
  );
  const meant = near.length === 0 ? '' : `; near to it: ${near.join(', ')}`;
  return `--why ${quoted(name)} is no package, module or symbol of a program${meant}`;
}

function withAbsent(
  { name, subjects, candidates }: WhyAnswer,
  absent: AbsentThing | undefined,
  { packages }: ProgramAnswers,
): WhyAnswer {
  if (subjects.length > 0 || absent === undefined) {
    return { name, subjects, ...(subjects.length === 0 && candidates !== undefined && { candidates }) };
  }
  return { name, subjects: [absentSubject(absent, packages)] };
}
