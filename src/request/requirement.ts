import { SlipwayError } from '../support/errors.ts';
import { byteLength } from './amount.ts';
import { quoted } from './faults.ts';
import { type Item, scalar } from './kinds.ts';

export const readerNames = ['oras', 'crane', 'skopeo', 'regctl', 'umoci'] as const;

/** A tool of others that reads images. */
export type ReaderName = (typeof readerNames)[number];

export const attestationNames = [
  'slsa',
  'spdx',
  'cyclonedx',
  'size',
  'conformance',
  'chain',
  'reproducibility',
] as const;

/** A kind of signed statement about an image. */
export type AttestationName = (typeof attestationNames)[number];

/** What an image must not weigh, by what is attested of each platform. */
export interface SizeCondition {
  readonly measure: 'pull' | 'disk';
  /** True: no more than. */
  readonly inclusive: boolean;
  readonly bytes: number;
}

/** What `slipway verify --require` demands. */
export type Requirement =
  | { readonly kind: 'reader'; readonly tool: ReaderName }
  | {
      readonly kind: 'attestation';
      readonly name: AttestationName;
      readonly condition?: SizeCondition;
      /** As it was written. */
      readonly text: string;
    };

const condition = /^size\.(pull|disk)\s*(<=?)\s*(.+)$/;

export const requirement: Item<Requirement> = scalar<Requirement>({
  placeholder: 'WHAT',
  one: 'a tool, an attestation, or a condition such as size.pull<12MB',
  many: 'tools, attestations and conditions',
  parse: (text) => {
    const tool = readerNames.find((name) => name === text);
    if (tool !== undefined) return { kind: 'reader', tool };
    const name = attestationNames.find((one) => one === text);
    if (name !== undefined) return { kind: 'attestation', name, text };
    const [, measure, sign, length = ''] = condition.exec(text) ?? [];
    if (measure === 'pull' || measure === 'disk') {
      const bytes = byteLength.parse(length);
      const held = { measure, inclusive: sign === '<=', bytes } as const;
      return { kind: 'attestation', name: 'size', condition: held, text };
    }
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is nothing that can be required`, {
      hint: `write ${[...readerNames, ...attestationNames].join(', ')}, size.pull<12MB or size.disk<=40MiB`,
    });
  },
  show: (value) => (value.kind === 'reader' ? value.tool : value.text),
  schema: { type: 'string', minLength: 1 },
});
