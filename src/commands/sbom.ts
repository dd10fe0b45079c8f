import type { Bill } from '../attest/sbom/bill.ts';
import { sbomEncodings } from '../attest/sbom/documents.ts';
import { isProgram } from '../binary/open-program.ts';
import type { SbomOfRequest } from '../request/sbom-request.ts';
import type { Ports } from '../stages/ports.ts';
import { fileBill } from '../stages/sbom/sbom-file.ts';
import { startOfFile } from '../support/files.ts';

/** A bill of materials as it is printed, and what a person should know of how it was made. */
export interface SbomAnswer {
  readonly document: string;
  readonly notices: readonly string[];
}

/**
 * `slipway sbom FILE|IMAGE`.
 * @param ports asked for where an image is looked at
 * @throws SlipwayError E_BINARY for a program that is damaged or does not say what it is made of; E_CONFIG when there is no such
 * thing or no such platform; an image must be whole to be read: E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO
 */
export async function sbomCommand(request: SbomOfRequest, ports: () => Promise<Ports>): Promise<SbomAnswer> {
  const { bill, notices } = await billOf(request, ports);
  return { document: sbomEncodings[request.format].encode(bill), notices };
}

async function billOf(
  request: SbomOfRequest,
  ports: () => Promise<Ports>,
): Promise<{ bill: Bill; notices: readonly string[] }> {
  const { subject } = request;
  if (subject.kind === 'file' && isProgram(await startOfFile(subject.path)))
    return { bill: await fileBill(subject.path, request), notices: [] };
  const { imageBill } = await import('../stages/sbom/sbom-image.ts');
  return imageBill(request, await ports());
}
