import { type Fault, throwFaults } from './faults.ts';
import { type AnyInput, allInputs, type InputValues } from './inputs.ts';

/** An input of the action: one of the table's, under the name of its field, or of its flag where it has no field. */
export interface ActionInput {
  readonly name: string;
  readonly description: string;
  /** What holds when it is not given, in words. */
  readonly otherwise: string | undefined;
  readonly entry: AnyInput;
}

/** What only the action has; `value` is its default as action.yml writes it. */
export const ownInputs = {
  source: { value: '.', description: 'Folder of the Go module, or MODULE@VERSION.' },
  architecture: {
    value: '',
    description: "Architecture of the Go toolchain: x64, arm64 … Default: the runner's.",
  },
  cache: {
    value: 'true',
    description:
      'Keep the toolchain, modules, compiled packages and, of a branch, sizes for later runs (docs/caching.md).',
  },
  'cache-dependency-path': {
    value: '',
    description:
      'Files whose change makes a new cache, as paths or patterns, one a line. Default: go.mod, go.sum, go.work and go.work.sum.',
  },
  token: {
    value: `\${{ github.token }}`,
    description: "GitHub token, for pushing to GitHub's own registry; it is sent nowhere else.",
  },
  comment: {
    value: 'true',
    description:
      'On a pull request: keep one comment that says what it does to sizes. Needs pull-requests: write; without it the job summary alone says so.',
  },
  history: {
    value: 'true',
    description:
      'After a push of the default branch or a tag: show in the job summary what the last commits or releases weighed, and write a page with charts. Needs contents: read for the commits.',
  },
  merge: {
    value: '',
    description:
      'Build nothing: make the images of what jobs with `shard` left, and go on as a build does. Their folders, or a folder that holds them all, one a line (docs/sharding.md).',
  },
  'setup-only': {
    value: 'false',
    description:
      'Build nothing: put Go (where a go.mod or go-version asks for one) and the program slipway on PATH for later steps.',
  },
} as const;
export type OwnInputName = keyof typeof ownInputs;

/** What the action gives to later steps. */
export const actionOutputs = {
  digest: "The image's digest, of the index over all platforms; empty with several targets.",
  digests: 'JSON object of the digests by target.',
  image: 'What was pushed, by digest: NAME@sha256:…, one a line.',
  tags: 'What was pushed, by tag: NAME:TAG, one a line.',
  metadata: 'JSON object by target: image.name, containerimage.digest and containerimage.descriptor.',
  layout: 'Folder of the OCI image layout; with several targets one a line.',
  report: 'Path of report.json (schema/report.schema.json).',
  shard:
    'Folder that a run with the input shard left, for an artifact and then for the input merge; empty otherwise.',
  matrix:
    'With dry-run and shards: JSON for strategy.matrix, with shard, index and units of each; empty otherwise.',
  'size-report':
    'Path of slipway-size.json, what the comment is made of: for a job that may comment where this one may not (docs/pull-requests.md). Empty where nothing was weighed.',
  history:
    'Path of slipway-history.html, one page with charts and tables of what the last commits or releases weighed: for a later step to upload. Empty where there are not two of them, or the run published nothing.',
  'size-page':
    'Path of slipway-size.html, the page that shows what changed, with a treemap; on a pull request where something did it is an artifact of the run as well. Empty where nothing was compared.',
  sbom: 'Folder with the bills of materials; empty where none was asked for.',
  outcome: 'pass, needs-approval or fail.',
  summary: 'The job summary as Markdown.',
  'go-version': 'The Go that was used, such as 1.26.8.',
  'cache-hit': 'true when the cache of these very dependencies and this commit was found.',
} as const;
export type ActionOutputName = keyof typeof actionOutputs;

/** The table's inputs that the action has, in the order that people read them. */
export function actionInputs(): readonly ActionInput[] {
  return allInputs().flatMap((entry) => {
    const { action = {}, commands, scope } = entry;
    if (action === false || scope === 'named' || !commands.includes('build')) return [];
    const { name = entry.field ?? entry.flag } = action;
    if (name === undefined) return [];
    const { description = entry.description, otherwise = entry.otherwise } = action;
    return [{ name, description, otherwise, entry }];
  });
}

/** What the workflow says, read. `push`: to the image's name or nowhere, where that and no reference is said. */
export interface ActionValues {
  readonly values: InputValues;
  readonly push: boolean | undefined;
  readonly own: Readonly<Record<OwnInputName, string>>;
}

/**
 * Reads the action's inputs. A list is written one a line, or with commas where its flag takes them; a map as NAME=VALUE
 * lines; an empty text means that nothing was said.
 * @param given an input's text by its name; '' where the workflow does not have it
 * @throws SlipwayError E_CONFIG with every fault
 */
export function readActionInputs(given: (name: string) => string): ActionValues {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  const push = yamlBoolean(given('push'));
  for (const { name, entry } of actionInputs()) {
    const texts = textsOf(entry, given(name)).map(isReference(entry) ? lowerName : (text) => text);
    if (texts.length === 0 || (entry.name === 'push' && push !== undefined)) continue;
    values[entry.name] = entry.kind.fromFlags(texts, `the input ${name}`, faults);
  }
  const own = Object.keys(ownInputs).map((name) => [
    name,
    ownText(name as OwnInputName, given(name), faults),
  ]);
  throwFaults(faults, "the action's inputs");
  return { values: values as InputValues, push, own: Object.fromEntries(own) };
}

function textsOf({ kind }: AnyInput, text: string): string[] {
  const whole = text.trim();
  if (whole === '') return [];
  if (kind.placeholder === undefined) return [String(yamlBoolean(whole) ?? whole)];
  // `load: true` is how build-push-action has it.
  if (kind.optional !== undefined && yamlBoolean(whole) !== undefined)
    return yamlBoolean(whole) === true ? [kind.optional.alone] : [];
  if (!kind.repeatable) return [whole];
  return whole
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isReference({ name }: AnyInput): boolean {
  return name === 'image' || name === 'push';
}

/**
 * A reference with its name in lower case, which is all that registries take (distribution-spec, "Pulling manifests"): in
 * workflows names are made of github.repository, which may have capitals. The tag stays.
 */
function lowerName(reference: string): string {
  const slash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', slash + 1);
  const end = colon < 0 ? reference.length : colon;
  return reference.slice(0, end).toLowerCase() + reference.slice(end);
}

function ownText(name: OwnInputName, text: string, faults: Fault[]): string {
  const { value } = ownInputs[name];
  const said = text.trim() || (value.includes('{{') ? '' : value);
  if (value !== 'true' && value !== 'false') return said;
  const read = yamlBoolean(said);
  if (read === undefined)
    faults.push({ where: `the input ${name}`, message: `${JSON.stringify(said)} is not true or false` });
  return String(read);
}

/** YAML 1.2, 10.3.2 "Tag Resolution" of the core schema: what a workflow's true and false arrive as. */
function yamlBoolean(text: string): boolean | undefined {
  if (/^(?:true|True|TRUE)$/.test(text.trim())) return true;
  return /^(?:false|False|FALSE)$/.test(text.trim()) ? false : undefined;
}
