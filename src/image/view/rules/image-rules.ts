import type { ViewExecution } from '../image-config.ts';
import type { Hit, ImageRule } from './rule.ts';

/** What is told of layers and settings. */
export const imageRules: readonly ImageRule[] = [
  {
    of: 'image',
    name: 'content/duplicate-files',
    severity: 'info',
    what: 'files with the same content under several names',
    unit: 'group',
    find: ({ duplicates, files }) => {
      const layerOf = new Map(
        files.filter(({ state }) => state === 'present').map(({ path, layer }) => [path, layer]),
      );
      return duplicates.map(({ savedBytes, paths }) => ({
        example: `${paths.length} times ${paths[0]}`,
        bytes: savedBytes,
        layers: paths.flatMap((path) => layerOf.get(path) ?? []),
      }));
    },
    leastBytes: 64 << 10,
    cure: 'keep one of them and let the others be links to it',
  },
  {
    of: 'image',
    name: 'content/duplicate-layers',
    severity: 'warn',
    what: 'layers that are there more than once',
    unit: 'layer',
    find: ({ layers }) => {
      const first = new Map(
        layers.map(({ diffId, digest, index }) => [diffId ?? digest, index] as const).reverse(),
      );
      return layers.flatMap(({ diffId, digest, index, uncompressedBytes }) => {
        const same = first.get(diffId ?? digest) ?? index;
        if (same === index) return [];
        return [
          {
            example: `layer ${index + 1} is layer ${same + 1}`,
            bytes: uncompressedBytes,
            layers: [same, index],
          },
        ];
      });
    },
    cure: 'leave out the step that does again what an earlier one did',
  },
  {
    of: 'image',
    name: 'content/empty-layers',
    severity: 'info',
    what: 'layers that hold nothing',
    unit: 'layer',
    find: ({ layers }) =>
      layers
        .filter(({ entries }) => entries === 0)
        .map(({ index, uncompressedBytes }) => ({
          example: `layer ${index + 1}`,
          bytes: uncompressedBytes,
          layers: [index],
        })),
    cure: 'leave out the step, or join it with the one before',
  },
  {
    of: 'image',
    name: 'content/tar-overhead',
    severity: 'info',
    what: "headers and padding of the layers' archives",
    unit: 'layer',
    find: ({ layers }) =>
      layers.map(({ index, overheadBytes, entries }) => ({
        example: `layer ${index + 1}: ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
        bytes: overheadBytes,
        layers: [index],
      })),
    leastBytes: 64 << 10,
    cure: 'fewer small files: each costs 512 bytes and is filled up to the next 512; most of it goes away when the layer is compressed',
  },
  {
    of: 'image',
    name: 'content/debug-settings',
    severity: 'warn',
    what: 'settings for debugging',
    unit: 'setting',
    find: (_, execution) => debugSettings(execution),
    cure: 'take them out of the image, and set them where something is to be debugged',
  },
  {
    of: 'image',
    name: 'content/secrets-in-settings',
    severity: 'warn',
    what: 'variables that seem to hold a secret',
    unit: 'setting',
    find: (_, { env }) => env.flatMap(secretVariable),
    cure: 'take the secret out and renew it; hand it over when the container starts, better as a file than as a variable',
  },
];

/** Variables by name, with the values that are not for production; a value that says no is none. */
const debugVariables: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^GODEBUG$/, /.+/],
  [/^GOTRACEBACK$/, /^(1|2|all|system|crash|wer)$/],
  [/^(.*_)?DEBUG$/, /^(?!(0|false|no|off|release)$).+/i],
  [/^(.*_)?LOG_?LEVEL$|^RUST_LOG$/, /^(debug|trace|verbose)/i],
  [
    /^(NODE_ENV|APP_ENV|RAILS_ENV|RACK_ENV|FLASK_ENV|(ASPNETCORE|DOTNET)_ENVIRONMENT)$/,
    /^(dev|development|test)$/i,
  ],
  [/^GIN_MODE$/, /^(debug|test)$/],
  [/^(JAVA_TOOL_OPTIONS|JAVA_OPTS|JDK_JAVA_OPTIONS|NODE_OPTIONS)$/, /-agentlib:jdwp|--inspect(-brk)?/],
];

/** Of a value only what is for debugging is told: options may hold anything else. */
function debugSettings({ env, command }: ViewExecution): Hit[] {
  const variables = env.flatMap((variable) => {
    const { name, value } = split(variable);
    const found = debugVariables.find(([names]) => names.test(name))?.[1].exec(value)?.[0];
    return found === undefined ? [] : [setting(`ENV ${shortened(`${name}=${found}`)}`)];
  });
  const starters = command.filter((word) => /(^|\/)dlv$|^-agentlib:jdwp|^--inspect(-brk)?(=|$)/.test(word));
  return [...variables, ...starters.map((word) => setting(`started with ${shortened(word)}`))];
}

/** The value is told nowhere; one that names a file, or is empty, is none. */
function secretVariable(variable: string): Hit[] {
  const { name, value } = split(variable);
  const isSecret =
    /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i.test(name);
  return isSecret && value !== '' && !/^(\/|\$|file:)/.test(value) ? [setting(`ENV ${shortened(name)}`)] : [];
}

function split(variable: string): { name: string; value: string } {
  const at = variable.indexOf('=');
  return at < 0
    ? { name: variable, value: '' }
    : { name: variable.slice(0, at), value: variable.slice(at + 1) };
}

function setting(example: string): Hit {
  return { example, bytes: 0, layers: [] };
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
