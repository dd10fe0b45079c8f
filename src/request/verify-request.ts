import { resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import type { Flags } from './flags.ts';
import type { HostEnvironment } from './host-environment.ts';
import type { ReaderName } from './requirement.ts';
import { type SubjectRequest, subjectRequest } from './subject-request.ts';

/** What `slipway verify` is asked. Paths are absolute. */
export interface VerifyRequest extends SubjectRequest {
  /** Tools that have to read the same. */
  readonly required: readonly ReaderName[];
  /** The image itself is not looked at. */
  readonly signaturesOnly: boolean;
  /** The report whose chains are gone along. */
  readonly chain: string | undefined;
  /** False: what the report says was written is looked at. */
  readonly hasSubject: boolean;
}

/**
 * The request of `slipway verify [SUBJECT]`.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function verifyRequest(flags: Flags, host: HostEnvironment): Promise<VerifyRequest> {
  const { values, positionals } = flags;
  const { require: required = [], chain, signaturesOnly = false } = values;
  const hasSubject = positionals.length > 0;
  if (positionals.length > 1) {
    throw new SlipwayError(
      'E_CONFIG',
      `slipway verify: one image is verified, and there are two: ${positionals.map(quoted).join(' ')}`,
      { hint: `whether they are the same says slipway verify --same ${positionals.join(' ')}` },
    );
  }
  if (!hasSubject && chain === undefined) {
    throw new SlipwayError('E_CONFIG', 'slipway verify: SUBJECT is missing', {
      hint: 'name an image: slipway verify out, or slipway verify ghcr.io/acme/api:v1; or a report: slipway verify --chain report.json',
    });
  }
  const readers = required.flatMap((one) => (one.kind === 'reader' ? [one.tool] : []));
  if (signaturesOnly && (readers.length > 0 || chain !== undefined)) {
    const other = chain === undefined ? `--require ${readers.join(',')}` : '--chain';
    throw new SlipwayError('E_CONFIG', `--signatures-only: ${other} reads the image`, {
      hint: 'leave one of the two out',
    });
  }
  const asked = await subjectRequest('verify', flags, host, 'SUBJECT');
  const name = hasSubject || chain === undefined ? asked.name : chain;
  return {
    ...asked,
    name,
    required: readers,
    signaturesOnly,
    hasSubject,
    chain: chain === undefined ? undefined : resolve(host.cwd, chain),
  };
}
