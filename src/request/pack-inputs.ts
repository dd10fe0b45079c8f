import { SlipwayError } from '../support/errors.ts';
import { type Amount, amount } from './amount.ts';
import { duration } from './duration.ts';
import { quoted } from './faults.ts';
import { input } from './input.ts';
import { choice, type Item, matching, single } from './kinds.ts';
import { type PackGain, type PackMode, type PackModes, packModes, usualGain } from './pack-policy.ts';
import { either, joined, record, table } from './records.ts';

const common = { scope: 'target', group: 'The image', commands: ['build', 'reproduce', 'lock'] } as const;

const word = choice<PackMode>('MODE', packModes);
const platformName = matching({
  placeholder: 'PLATFORM',
  one: 'a platform such as linux/arm64',
  many: 'platforms',
  pattern: '^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$',
});
const byPlatform: Item<Readonly<Record<string, PackMode>>> = table(
  { placeholder: 'TABLE', one: 'modes by platform such as {linux/amd64: auto}', many: 'tables' },
  platformName,
  word,
);

/** `auto`, or by platform: `linux/amd64=auto,linux/arm64=never` as a flag, a map in slipway.yaml. */
const modes: Item<PackModes> = {
  ...either<PackModes>(
    (value) => typeof value === 'string',
    word as Item<PackModes>,
    byPlatform as Item<PackModes>,
  ),
  placeholder: 'MODE',
  one: 'never, auto, always, or one of them by platform such as linux/amd64=auto',
  parse: (text) => {
    if (!text.includes('=')) return word.parse(text);
    return Object.fromEntries(
      pairs(text).map(([key, value]) => [platformName.parse(key), word.parse(value)]),
    );
  },
};

const gains = record<PackGain>(
  { placeholder: 'wire=AMOUNT,disk=AMOUNT', one: 'gains such as {wire: 5%, disk: 1 MiB}', many: 'gains' },
  { disk: amount, wire: amount },
);

const minGain: Item<PackGain> = {
  ...gains,
  parse: (text) => {
    const found: { disk?: Amount; wire?: Amount } = {};
    for (const [key, value] of pairs(text)) {
      if (key !== 'disk' && key !== 'wire') {
        const hint = 'write wire=5%,disk=1MiB: wire is the layer as it is pulled, disk the file';
        throw new SlipwayError('E_CONFIG', `${quoted(key)} is neither wire nor disk`, { hint });
      }
      found[key] = amount.parse(value);
    }
    return found;
  },
};

function pairs(text: string): (readonly [string, string])[] {
  return matching({ ...gains, pattern: '^[^\\u0000\\n\\r]*$' })
    .parse(text)
    .split(',')
    .map((part) => {
      const at = part.indexOf('=');
      if (at > 0) return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
      throw new SlipwayError('E_CONFIG', `there is no NAME=VALUE in ${quoted(part)}`);
    });
}

/** Inputs that say when programs are packed. */
export const packInputs = {
  pack: input<PackModes>({
    ...common,
    flag: 'pack',
    field: 'pack',
    kind: single(modes),
    fallback: 'never',
    description:
      'Pack programs with UPX: never, auto (where bytes say that it pays, and a run of both shows that it starts, soon enough) or always; for single platforms PLATFORM=MODE,… (docs/upx.md).',
    example: 'auto',
  }),
  packMinGain: input<PackGain>({
    ...common,
    flag: 'pack-min-gain',
    field: 'pack-min-gain',
    kind: joined(minGain),
    fallback: usualGain,
    description:
      'What --pack auto must save at least, in percent or bytes: wire, of the layer as it is pulled, and disk, of the file. Both must be met.',
    example: 'wire=5%,disk=20%',
  }),
  packMaxStartup: input({
    ...common,
    flag: 'pack-max-startup',
    field: 'pack-max-startup',
    kind: single(duration),
    fallback: 0.05,
    description:
      'How much longer a program may take to start once it is packed, as the median of several runs, with --pack auto.',
    example: '50ms',
  }),
};
