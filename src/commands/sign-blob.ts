import { openSigning, type SigningPorts } from '../attest/open-signing.ts';
import { type FileSignature, signFile } from '../attest/sign-file.ts';
import type { SignBlobRequest } from '../request/sign-request.ts';
import { signatureLines } from './signature-lines.ts';

/** What `slipway sign-blob --json` prints; schema/report.schema.json, $defs/fileSignatures. */
export interface SignBlobResult {
  readonly signatures: readonly (FileSignature & { readonly file: string; readonly bundle: string })[];
}

/**
 * `slipway sign-blob FILE …`: each file gets a Sigstore bundle.
 * @throws SlipwayError E_CONFIG, E_AUTH, E_SIGN, E_VERIFY, E_NETWORK, E_IO
 */
export async function signBlobCommand(
  request: SignBlobRequest,
  ports: SigningPorts,
): Promise<SignBlobResult> {
  const signing = await openSigning(request.signing, ports);
  try {
    const signatures = [];
    for (const { path, bundle } of request.files) {
      signatures.push({ file: path, bundle, ...(await signFile(path, bundle, signing)) });
    }
    return { signatures };
  } finally {
    await signing.close();
  }
}

/** As text for a person; ends without a line break. */
export function formatFileSignatures({ signatures }: SignBlobResult): string {
  return signatures
    .flatMap(({ file, bundle, ...signature }) => [...signatureLines(file, signature), `  in ${bundle}`])
    .join('\n');
}
