import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { exists } from '../support/files.ts';
import { type Fault, quoted, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import { type InputName, type InputValues, inputs } from './inputs.ts';
import type { Platform } from './platform.ts';
import type { BuildRequest, TargetSettings } from './request.ts';
import { buildRequest } from './resolve.ts';

/** Something that is asked of a Go module. */
export type ModuleQuestion = TagsQuestion | VendorQuestion | WhyQuestion | RetainedQuestion;

/** What sets of build tags add to its programs and prune from them; all are compared with the first. */
export interface TagsQuestion {
  readonly kind: 'tags';
  readonly sets: readonly (readonly string[])[];
}

/** Whether its vendor folder and the programs made of it are what go.sum says. */
export interface VendorQuestion {
  readonly kind: 'vendor';
}

/** Why something is in its programs, and what would go without it. */
export interface WhyQuestion {
  readonly kind: 'why';
  /** Packages, modules and symbols as the user wrote them, each once. */
  readonly names: readonly string[];
}

/** What its programs would be smaller without each module, and what can be done. */
export interface RetainedQuestion {
  readonly kind: 'retained';
}

/** What `slipway inspect DIR` is asked of the module there. */
export interface ModuleRequest<Question extends ModuleQuestion = ModuleQuestion> {
  /** As the user named it. */
  readonly name: string;
  readonly question: Question;
  readonly platform: Platform;
  /** How its programs are built, all for that platform alone. */
  readonly build: BuildRequest;
  readonly cacheDirectory: string;
}

interface Asking {
  readonly flag: string;
  /** What it asks, for people. */
  readonly about: string;
  /** Undefined where it is not asked. */
  readonly read: (values: InputValues) => ModuleQuestion | undefined;
}

/** Everything that can be asked of a module. */
const questions: readonly Asking[] = [
  {
    flag: "--tags 'a,b'",
    about: 'what sets of build tags add to its programs or prune from them',
    read: ({ tagSets }) =>
      tagSets === undefined ? undefined : { kind: 'tags', sets: comparedSets(tagSets) },
  },
  {
    flag: '--vendor',
    about: 'whether its vendor folder is what go.sum says, and makes the same programs',
    read: ({ vendor }) => (vendor === true ? { kind: 'vendor' } : undefined),
  },
  {
    flag: '--retained',
    about: 'what its programs would be smaller without each module, and what else would make them so',
    read: ({ retained }) => (retained === true ? { kind: 'retained' } : undefined),
  },
  {
    flag: '--why NAME',
    about: 'why a package, module or symbol is in its programs, and what would go without it',
    read: ({ why }) => (why === undefined ? undefined : { kind: 'why', names: [...new Set(why)] }),
  },
];

/** Inputs that are for programs and images. */
const ofFiles: readonly InputName[] = ['twin', 'builtFrom', 'layer', 'symbols', 'programs', 'html', 'bases'];
/** Inputs that say how the programs of a module are built. */
const ofBuilds: readonly InputName[] = [
  'target',
  'go',
  'goVersionFile',
  'checkLatest',
  'goSha256',
  'ldflags',
  'goexperiment',
  'cgo',
  'vcsStamp',
  'config',
  'jobs',
  'offline',
  'gitAuth',
];

function faultsOf(names: readonly InputName[], values: InputValues, message: string, hint?: string): Fault[] {
  return names
    .filter((name) => values[name] !== undefined)
    .map((name) => ({ where: `--${inputs[name].flag}`, message, hint }));
}

/**
 * How a module is built that a file was built from: flags, slipway.yaml and defaults count as for `slipway build`, but for outputs.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function builtFromRequest(
  from: string,
  { values, ...flags }: Flags,
  host: HostEnvironment,
): Promise<BuildRequest> {
  const { html: _, platforms: __, ...told } = values;
  return buildRequest({ ...flags, positionals: [from], values: { ...told, ...nowhere(host) } }, host);
}

/** Nothing is written or pushed; bare files can be for every system. */
function nowhere({ cwd }: HostEnvironment) {
  return { outputs: [{ kind: 'bin', path: cwd }], push: [], tags: [] } as const;
}

/** Whether the command line asks something of a module. */
export function asksOfModule(values: InputValues): boolean {
  return questions.some(({ read }) => read(values) !== undefined);
}

/**
 * The request of `slipway inspect DIR --QUESTION`. The module and its programs are built as `slipway build` would build them:
 * flags, slipway.yaml and defaults count as they do there, but for outputs.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function moduleRequest(flags: Flags, host: HostEnvironment): Promise<ModuleRequest> {
  const { values } = flags;
  const asked = questions.filter(({ read }) => read(values) !== undefined);
  const [question] = asked.flatMap(({ read }) => read(values) ?? []);
  if (question === undefined) throw new SlipwayError('E_INTERNAL', 'nothing is asked of the module');
  const faults = faultsOf(ofFiles, values, 'is for a program or an image, not for a module');
  if ((values.platforms?.length ?? 0) > 1 || values.platforms?.includes('all')) {
    faults.push({ where: '--platform', message: 'a module is looked at as built for one platform' });
  }
  for (const { flag } of asked.slice(1)) {
    const where = flag.replace(/ .*/, '');
    faults.push({ where, message: 'one thing is asked of a module at a time' });
  }
  throwFaults(faults, 'slipway inspect');
  if (question.kind === 'why' || question.kind === 'retained')
    await refuseFile(question.kind, flags.positionals[0], host.cwd);
  const build = await buildRequest({ ...flags, values: { ...values, ...nowhere(host) } }, host);
  const platform = firstPlatform(build);
  const settingsFor = (settings: TargetSettings): TargetSettings => ({ ...settings, platforms: [platform] });
  return {
    name: flags.positionals[0] ?? '.',
    question,
    platform,
    build: {
      ...build,
      defaults: settingsFor(build.defaults),
      targets: build.targets.map((target) => ({ ...target, settings: settingsFor(target.settings) })),
    },
    cacheDirectory: build.cacheDirectory,
  };
}

function firstPlatform({ defaults, targets }: BuildRequest): Platform {
  const [platform] = [...targets.map(({ settings }) => settings), defaults].flatMap((each) => each.platforms);
  return platform ?? { os: 'linux', architecture: 'amd64' };
}

/** Each set once, whatever the order of its tags; one alone is compared with no tags. */
function comparedSets(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const distinct = new Map<string, readonly string[]>();
  for (const tags of sets.map((set) => [...new Set(set)])) {
    const key = tags.toSorted().join(',');
    if (!distinct.has(key)) distinct.set(key, tags);
  }
  const [only, ...others] = distinct.values();
  return only === undefined || others.length > 0 || only.length === 0 ? [...distinct.values()] : [[], only];
}

async function refuseFile(kind: string, name: string | undefined, cwd: string): Promise<void> {
  if (name === undefined || !(await isFile(resolve(cwd, name)))) return;
  throw new SlipwayError(
    'E_CONFIG',
    `--${kind} is for the source of a program, and ${quoted(name)} is a file`,
    {
      hint: 'a program does not say what it was linked from: name the folder of its module, or MODULE@VERSION',
    },
  );
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/**
 * Refuses a folder with Go code of which nothing is asked: it is neither a program nor an image.
 * @throws SlipwayError E_CONFIG that says what can be asked
 */
export async function refuseUnaskedModule(name: string, path: string): Promise<void> {
  const folder = await stat(path).catch(() => undefined);
  if (folder?.isDirectory() !== true || (await isLayout(path)) || !(await inModule(path))) return;
  throw new SlipwayError('E_CONFIG', `${name} is the folder of a Go module, and nothing is asked of it`, {
    hint: questions.map(({ flag, about }) => `${flag} says ${about}`).join('\n'),
  });
}

/**
 * Refuses what would change nothing where nothing is asked of a module.
 * @throws SlipwayError E_CONFIG with every such flag
 */
export function refuseModuleFlags(values: InputValues): void {
  const hint = `ask something of it: ${questions.map(({ flag }) => flag).join(', ')}`;
  const message = 'says how a module is built, and nothing is asked of one';
  throwFaults(faultsOf(ofBuilds, values, message, hint), 'slipway inspect');
}

async function isLayout(folder: string): Promise<boolean> {
  return (await exists(join(folder, 'oci-layout'))) || (await exists(join(folder, 'index.json')));
}

async function inModule(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (await exists(join(folder, 'go.mod'))) return true;
    if (dirname(folder) === folder) return false;
  }
}
