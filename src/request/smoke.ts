import { SlipwayError } from '../support/errors.ts';
import { byteLength } from './amount.ts';
import { type ConfigNode, describeNode } from './config-node.ts';
import { duration } from './duration.ts';
import { collect, type Fault, quoted } from './faults.ts';
import { key, value, word } from './items.ts';
import { choice, type Item, type Json, matching, scalar } from './kinds.ts';
import { record, table } from './records.ts';

/** Where a program is asked whether it is well. The port is one of the program's own network. */
export interface HttpProbe {
  readonly port: number;
  /** With its query. */
  readonly path: string;
  /** As the request's Host says it. */
  readonly host: string;
}

/**
 * What is expected of a running program: the contract of a target, `smoke:` in slipway.yaml. Times are in seconds, lengths in
 * bytes. At most one of `http`, `tcp` and `exec` is there.
 */
export interface Smoke {
  /** Arguments after the entrypoint; they take the place of the image's own (its Cmd). */
  readonly args?: readonly string[];
  /** Variables beside the image's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly http?: HttpProbe;
  /** A port that accepts a connection. */
  readonly tcp?: number;
  /** A command inside the sandbox that ends with status 0. */
  readonly exec?: readonly string[];
  /** Whether it is to end by itself with status 0, or to stay up. Undefined: with a probe up, with arguments alone exit. */
  readonly expect?: 'exit' | 'up';
  readonly within?: number;
  readonly stopWithin?: number;
  readonly memory?: number;
  /** `none`: loopback alone. */
  readonly network?: 'none' | 'host';
  /** `deny`: no page that was written may be executed, as systemd's MemoryDenyWriteExecute= has it. */
  readonly writeExecute?: 'allow' | 'deny';
}

const shortSchema = { type: 'string', pattern: '^[^\\u0000\\n\\r]*$' };

const shortForm = matching({
  placeholder: 'WORDS',
  one: 'words on one line',
  many: 'words',
  pattern: shortSchema.pattern,
});

const words: Item<readonly string[]> = {
  placeholder: 'WORDS',
  one: 'a list of words, or words with blanks between them',
  many: 'lists of words',
  parse: splitWords,
  fromNode: (node, faults) => {
    if (node.kind === 'text')
      return collect(node.where, faults, () => splitWords(shortForm.parse(node.text)));
    if (node.kind !== 'list') return misfit(node, words.one, faults);
    const all = node.items.map((item) => word.fromNode(item, faults));
    const good = all.filter((each) => each !== undefined);
    return good.length < all.length ? undefined : good;
  },
  show: (values) => values,
  schema: { anyOf: [shortSchema, { type: 'array', items: word.schema }] },
};

const local = '(?:localhost|127\\.0\\.0\\.1|\\[::1\\])';
const portPattern = '[1-9][0-9]{0,4}';

const httpProbe: Item<HttpProbe> = scalar({
  placeholder: 'URL',
  one: 'an address such as http://localhost:8080/healthz',
  many: 'addresses',
  parse: (text) => {
    const [, host = '', port = '80', path = '/'] =
      new RegExp(`^http://(${local})(?::(${portPattern}))?(/[!-~]*)?$`).exec(text) ?? [];
    if (host !== '' && Number(port) <= 65535) return { port: Number(port), path, host: `${host}:${port}` };
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is no address of the program itself`, {
      hint: 'write http://localhost:8080/healthz: it is asked from inside the sandbox, where TLS has no certificates to trust',
    });
  },
  show: ({ host, path }) => `http://${host}${path}`,
  schema: { type: 'string', pattern: `^http://${local}(?::${portPattern})?(?:/[!-~]*)?$` },
});

const tcpProbe: Item<number> = scalar({
  placeholder: 'PORT',
  one: 'a port such as 8080',
  many: 'ports',
  parse: (text) => {
    const [, port] = new RegExp(`^(?:${local}:)?(${portPattern})$`).exec(text) ?? [];
    if (port !== undefined && Number(port) <= 65535) return Number(port);
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is no port of the program itself`, {
      hint: 'write 8080 or localhost:8080',
    });
  },
  show: String,
  schema: {
    anyOf: [
      { type: 'integer', minimum: 1, maximum: 65535 },
      { type: 'string', pattern: `^(?:${local}:)?${portPattern}$` },
    ],
  },
  yaml: 'integer',
});

const members = record<Smoke>(
  {
    placeholder: 'SMOKE',
    one: 'arguments such as --version, or a contract such as {http: "http://localhost:8080/healthz", within: 2s}',
    many: 'contracts',
  },
  {
    args: words,
    env: table(
      { placeholder: 'TABLE', one: 'variables such as {LOG_LEVEL: debug}', many: 'tables' },
      key,
      value,
    ),
    http: httpProbe,
    tcp: tcpProbe,
    exec: words,
    expect: choice('WHAT', ['exit', 'up']),
    within: duration,
    stopWithin: duration,
    memory: byteLength,
    network: choice('NETWORK', ['none', 'host']),
    writeExecute: choice('WHETHER', ['allow', 'deny']),
  },
);

/** The field `smoke` of slipway.yaml, and --smoke: a map (as a flag in JSON), or arguments with which it is to exit 0. */
export const smoke: Item<Smoke> = {
  ...members,
  parse: (text) => {
    if (text.trimStart().startsWith('{')) return sound(members.parse(text));
    return { args: splitWords(shortForm.parse(text)) };
  },
  fromNode: (node, faults) => {
    if (node.kind !== 'map') {
      const args = words.fromNode(node, faults);
      return args === undefined ? undefined : { args };
    }
    const found = members.fromNode(node, faults);
    const fault = found === undefined ? undefined : faultOf(found);
    if (fault !== undefined) faults.push({ where: node.where, ...fault });
    return found;
  },
  show: (contract) => showSmoke(contract),
  schema: { anyOf: [shortSchema, { type: 'array', items: word.schema }, members.schema] },
};

/** A contract as slipway.yaml writes it. */
export function showSmoke(contract: Smoke): Json {
  const isArguments = Object.keys(contract).join() === 'args';
  return isArguments ? (contract.args ?? []) : members.show(contract);
}

function sound(contract: Smoke): Smoke {
  const fault = faultOf(contract);
  if (fault === undefined) return contract;
  throw new SlipwayError('E_CONFIG', fault.message, { hint: fault.hint });
}

/** What its parts say together and cannot mean. */
function faultOf({ http, tcp, exec, expect }: Smoke): Pick<Fault, 'message' | 'hint'> | undefined {
  const probes = [http !== undefined && 'http', tcp !== undefined && 'tcp', exec !== undefined && 'exec'];
  const named = probes.filter((name) => name !== false);
  if (named.length > 1) {
    return { message: `${named.join(' and ')} are two ways to ask one thing`, hint: 'leave one of them out' };
  }
  if (named.length === 1 && expect === 'exit') {
    const message = `${named[0]} asks a program that stays up, and expect says that it ends`;
    return { message, hint: 'leave one of the two out' };
  }
  if (exec?.length === 0)
    return { message: 'exec names no command', hint: 'write exec: [/app, healthcheck]' };
  return undefined;
}

/** Words at blanks; quotes keep blanks together and are all that has a meaning: nothing here is a shell's. */
export function splitWords(text: string): string[] {
  const found = text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g);
  return [...found].map(([each]) => each.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function misfit(node: ConfigNode, one: string, faults: Fault[]): undefined {
  faults.push({ where: node.where, message: `expected ${one}, got ${describeNode(node)}` });
  return undefined;
}
