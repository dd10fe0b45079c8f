import { type Fields, isFields } from '../../support/fields.ts';
import type { HistoryEntry } from '../config.ts';

/** What an image takes over from the config of its base. Entrypoint and Cmd are the base's own program: never taken. */
export interface Inherited {
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** As ExposedPorts has them: `8080/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal: string | undefined;
  /** Docker's Healthcheck, which image-spec reserves (config.md, "Properties"). */
  readonly healthcheck: Fields | undefined;
  /** As it is written there; what is made of it says `imageUser`. */
  readonly user: string;
  /** One entry that is not `empty_layer` for each layer. */
  readonly history: readonly HistoryEntry[];
}

/**
 * What an image inherits, and what a person should know of what it does not.
 * @param config the base's whole config
 * @param layers how many layers the base has
 * @param reference the base as the user named it
 */
export function inheritedFrom(
  config: Fields,
  layers: number,
  reference: string,
): { inherited: Inherited; notices: string[] } {
  const execution = fieldsOf(config['config']);
  const { healthcheck, dropped } = healthcheckOf(execution['Healthcheck']);
  const inherited: Inherited = {
    env: envOf(execution['Env']),
    workdir: textOf(execution['WorkingDir']) || undefined,
    labels: Object.fromEntries(textEntries(execution['Labels']).filter(([key]) => !describesBase(key))),
    ports: Object.keys(fieldsOf(execution['ExposedPorts'])).filter(isPort),
    volumes: Object.keys(fieldsOf(execution['Volumes'])),
    stopSignal: textOf(execution['StopSignal']) || undefined,
    healthcheck,
    user: textOf(execution['User']) ?? '',
    history: historyOf(config['history'], layers),
  };
  const entrypoint = textsOf(execution['Entrypoint']);
  const notices = [
    ...(entrypoint.length > 0
      ? [`its entrypoint ${shown(entrypoint)} is not taken over: the image starts the program itself`]
      : []),
    ...(dropped === undefined
      ? []
      : [
          `its health check ${shown(dropped)} is left out: it needs a shell, and is about the base's own program`,
        ]),
    ...(textsOf(execution['OnBuild']).length > 0
      ? ['its ONBUILD steps are left out: they are for Dockerfiles']
      : []),
  ];
  return { inherited, notices: notices.map((notice) => `base ${reference}: ${notice}`) };
}

/** Who the program runs as when nobody says: distroless' nonroot, which needs no entry in a passwd file. */
const nonRoot = '65532:65532';

/** `UID[:GID]`: the one asked for, else the base's where it is a number and not root, else 65532:65532. */
export function imageUser(asked: string | undefined, base: string | undefined): string {
  if (asked !== undefined) return asked;
  return base !== undefined && isNumeric(base) && !/^0+(:|$)/.test(base) ? base : nonRoot;
}

/** What to tell of a user that is known by name only; undefined when there is nothing to tell. */
export function namedUserNotice(
  asked: string | undefined,
  user: string,
  reference: string,
): string | undefined {
  if (asked !== undefined || user === '' || isNumeric(user) || /^root(:|$)/.test(user)) return undefined;
  return `base ${reference}: its user ${shown(user)} is a name, and Kubernetes' runAsNonRoot takes numbers only: the image runs as ${nonRoot}; --user UID:GID says otherwise`;
}

function isNumeric(user: string): boolean {
  return /^\d{1,10}(:\d{1,10})?$/.test(user);
}

/** Keys by which the base says what it is itself: of the new image they would be lies. */
function describesBase(key: string): boolean {
  return (
    key === '' || /^(org\.opencontainers\.|org\.label-schema\.|io\.buildkit\.|moby\.buildkit\.)/.test(key)
  );
}

/** image-spec, config.md, "ExposedPorts"; sctp is what engines take besides. */
function isPort(text: string): boolean {
  const number = /^([1-9]\d{0,4})(?:\/(?:tcp|udp|sctp))?$/.exec(text)?.[1];
  return Number(number) <= 65535;
}

/** image-spec, config.md, "Env"; of two values the later one counts, as in execve(2)'s callers. */
function envOf(value: unknown): Record<string, string> {
  const pairs = textsOf(value).filter((text) => /^[^=\0]+=[^\0]*$/.test(text));
  return Object.fromEntries(
    pairs.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
}

/** moby, image/spec/v1.2.md, "Healthcheck": CMD is run as it is, CMD-SHELL by the image's shell, NONE and nothing mean none. */
function healthcheckOf(value: unknown): { healthcheck?: Fields; dropped?: readonly string[] } {
  const test = textsOf(fieldsOf(value)['Test']);
  if (test[0] === 'CMD-SHELL') return { dropped: test.slice(1) };
  return test[0] === 'CMD' && test.length > 1 ? { healthcheck: fieldsOf(value) } : {};
}

/**
 * The base's own entries. Where it has none, or not one for each layer, nobody could tell which layer is whose: then one
 * is made for each. An entry that begins as Slipway's own would make a base's layer pass for one of this image's.
 */
function historyOf(value: unknown, layers: number): HistoryEntry[] {
  const entries = Array.isArray(value) ? value.map(historyEntry) : [];
  if (entries.filter((entry) => entry.empty_layer !== true).length === layers) return entries;
  return Array.from({ length: layers }, (_, at) => ({
    created_by: `layer ${at + 1} of ${layers} of the base`,
  }));
}

function historyEntry(value: unknown): HistoryEntry {
  const entry = fieldsOf(value);
  const created = textOf(entry['created']);
  const text = (field: 'author' | 'comment'): HistoryEntry => {
    const said = textOf(entry[field]);
    return said === undefined ? {} : { [field]: said };
  };
  const createdBy = textOf(entry['created_by']);
  return {
    ...(created !== undefined && isTime(created) && { created }),
    ...(createdBy !== undefined && { created_by: createdBy.replace(/^slipway: /, 'base: slipway: ') }),
    ...text('author'),
    ...text('comment'),
    ...(entry['empty_layer'] === true && { empty_layer: true }),
  };
}

/** RFC 3339, section 5.6, as Go's strict parser reads it; the year 1 is time.Time's zero, which means that nobody set one. */
function isTime(text: string): boolean {
  const form = /^(\d{4}-\d\d-(\d\d))T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  const [, date, day] = form.exec(text) ?? [];
  return (
    !text.startsWith('0001-01-01T00:00:00') && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day)
  );
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textEntries(value: unknown): [string, string][] {
  return Object.entries(fieldsOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
}

/** A base's own words inside a message: short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
