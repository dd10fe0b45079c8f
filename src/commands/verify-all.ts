import type { Flags } from '../request/flags.ts';
import type { HostEnvironment } from '../request/host-environment.ts';
import { verifyRequest } from '../request/verify-request.ts';
import { signatureRequest } from '../request/verify-signature-request.ts';
import type { Ports } from '../stages/ports.ts';
import type { Verdict } from '../verify/verdict.ts';
import { type VerifyResult, verifyCommand, withVerdicts } from './verify.ts';

/** The outside of a run that keeps what it brings in a folder. */
type OpenPorts = (request: { readonly cacheDirectory: string }) => Promise<Ports>;

/**
 * All that `slipway verify` may be asked: an image with its signatures, or whether two images are the same.
 * @throws SlipwayError E_CONFIG with every fault of the request; as the commands
 */
export async function verifyAll(
  flags: Flags,
  host: HostEnvironment,
  ports: OpenPorts,
): Promise<VerifyResult> {
  if (flags.values.same === true) {
    const { sameRequest } = await import('../request/same-request.ts');
    const { sameCommand } = await import('./verify-same.ts');
    const request = await sameRequest(flags, host);
    return sameCommand(request, await ports(request));
  }
  const request = await verifyRequest(flags, host);
  const signatures = await askedSignatures(flags, host, ports);
  const image = request.signaturesOnly ? undefined : await verifyCommand(request, await ports(request));
  return withVerdicts(image ?? { subject: request.name, verdicts: [] }, signatures);
}

/** What is asked of signatures, which is judged first: the rest may have to fetch a whole image. */
async function askedSignatures(
  flags: Flags,
  host: HostEnvironment,
  ports: OpenPorts,
): Promise<readonly Verdict[]> {
  const request = signatureRequest(flags, host);
  if (request === undefined) return [];
  const { signatureVerdicts } = await import('./verify-signature.ts');
  return signatureVerdicts(request, await ports(request));
}
