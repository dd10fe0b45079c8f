import { type Fields, isFields } from '../../support/fields.ts';
import { normalVariant } from '../image.ts';

/** Of one field: its name, and what each side says in words; undefined where it says nothing. */
type Said = readonly [name: string, value: string | undefined];

export interface ConfigComparison {
  /** What whoever runs the image is up against. */
  readonly differences: readonly string[];
  /** Fields of `config` that no specification of OCI has, which some engine may look at. */
  readonly others: readonly string[];
  /** When and by which steps it was made. */
  readonly history: readonly string[];
}

/** Two configs (image-spec, config.md; moby, image/spec, for healthcheck, shell and onbuild), field by field. */
export function compareConfigs(a: Fields, b: Fields): ConfigComparison {
  const [one, other] = [fieldsIn(a, 'config'), fieldsIn(b, 'config')];
  return {
    differences: [
      ...saidOtherwise(platformFields(a), platformFields(b)),
      ...saidOtherwise(plainFields(one), plainFields(other)),
      ...environmentDifferences(one, other),
      ...saidOtherwise(mapFields(one), mapFields(other)),
    ],
    others: [...saidOtherwise(otherFields(one), otherFields(other))],
    history: [...saidOtherwise(historyFields(a), historyFields(b))],
  };
}

/** `annotation KEY: "v" in A, missing in B`, one for each key. */
export function mapDifferences(name: string, a: unknown, b: unknown): string[] {
  return [...saidOtherwise(entriesOf(name, a), entriesOf(name, b))];
}

function* saidOtherwise(a: readonly Said[], b: readonly Said[]): Generator<string> {
  const [one, other] = [new Map(a), new Map(b)];
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const [here, there] = [one.get(name), other.get(name)];
    if (here !== there) yield `${name}: ${here ?? 'missing'} in A, ${there ?? 'missing'} in B`;
  }
}

function platformFields(config: Fields): Said[] {
  const architecture = textOf(config['architecture']);
  const variant = normalVariant({ architecture, variant: textOf(config['variant']) });
  return [
    ['os', said(config['os'])],
    ['architecture', said(architecture)],
    ['variant', said(variant)],
    ['os.version', said(config['os.version'])],
    ['os.features', said(config['os.features'])],
  ];
}

function plainFields(config: Fields): Said[] {
  return [
    ['entrypoint', said(config['Entrypoint'])],
    ['cmd', said(config['Cmd'])],
    ['user', said(config['User'])],
    // An engine starts a program in / where the config names no folder.
    ['working directory', said(textOf(config['WorkingDir']) || '/')],
    ['stop signal', said(config['StopSignal'])],
    ['healthcheck', healthcheck(config['Healthcheck'])],
    ['shell', said(config['Shell'])],
    ['onbuild', said(config['OnBuild'])],
  ];
}

function mapFields(config: Fields): Said[] {
  const ports = Object.keys(objectOf(config['ExposedPorts']));
  return [
    // config.md, "ExposedPorts": without a protocol it is tcp.
    ...ports.map((port): Said => [`port ${port.includes('/') ? port : `${port}/tcp`}`, 'exposed']),
    ...Object.keys(objectOf(config['Volumes'])).map((path): Said => [`volume ${path}`, 'there']),
    ...entriesOf('label', config['Labels']),
  ];
}

const compared = new Set([
  ...['Entrypoint', 'Cmd', 'User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'Shell', 'OnBuild'],
  ...['Env', 'ExposedPorts', 'Volumes', 'Labels'],
]);

function otherFields(config: Fields): Said[] {
  return Object.entries(config)
    .filter(([name, value]) => !compared.has(name) && !isNothing(value))
    .map(([name, value]) => [name, sorted(value)]);
}

function historyFields(config: Fields): Said[] {
  const { created, history } = config;
  const steps = Array.isArray(history) ? history : [];
  return [
    ['created', said(created)],
    ['history', `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`],
    ...steps.map((step, at): Said => [`history, step ${at + 1}`, sorted(step)]),
  ];
}

/** Variables by name, and their order where nothing else differs: an engine hands them on as they stand. */
function* environmentDifferences(a: Fields, b: Fields): Generator<string> {
  const [one, other] = [textsOf(a['Env']), textsOf(b['Env'])];
  const differences = [...saidOtherwise(variables(one), variables(other))];
  yield* differences;
  if (differences.length > 0 || one.join('\0') === other.join('\0')) return;
  const names = (env: readonly string[]): string => env.map((each) => each.split('=', 1)).join(' ');
  yield `environment: in the order ${names(one)} in A, ${names(other)} in B`;
}

/** Of a name that stands twice the last value. */
function variables(env: readonly string[]): Said[] {
  return env.map((each) => {
    const at = each.indexOf('=');
    const [name, value] = at === -1 ? [each, undefined] : [each.slice(0, at), each.slice(at + 1)];
    return [`variable ${name}`, value === undefined ? 'without a value' : JSON.stringify(value)];
  });
}

/** Fields that say nothing are as good as absent: an engine's default holds. */
function healthcheck(value: unknown): string | undefined {
  const said = Object.entries(objectOf(value)).filter(([, one]) => !isNothing(one));
  return said.length === 0 ? undefined : sorted(Object.fromEntries(said));
}

function entriesOf(name: string, value: unknown): Said[] {
  return Object.entries(objectOf(value)).map(([key, one]) => [`${name} ${key}`, sorted(one)]);
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

/** Nothing said, an empty text and an empty list mean the same. */
function said(value: unknown): string | undefined {
  return isNothing(value) ? undefined : sorted(value);
}

/** JSON whose objects have their keys in order, so that equal values are equal texts. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    isFields(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}

function fieldsIn(fields: Fields, name: string): Fields {
  return objectOf(fields[name]);
}

function objectOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
