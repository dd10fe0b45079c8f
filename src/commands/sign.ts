import { imagesToSign } from '../attest/images-to-sign.ts';
import { openSigning } from '../attest/open-signing.ts';
import { type ImageSignature, signImage } from '../attest/sign-image.ts';
import { signByTag } from '../attest/tag-format/sign-by-tag.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { Registry } from '../registry/registry.ts';
import { formatReference, type Repository } from '../request/reference.ts';
import type { SignRequest } from '../request/sign-request.ts';
import type { Ports } from '../stages/ports.ts';
import { runRegistry } from '../stages/registries.ts';
import { settleAll } from '../support/concurrency.ts';
import { signatureLines } from './signature-lines.ts';

/** What `slipway sign --json` prints; schema/report.schema.json, $defs/signatures. */
export interface SignResult {
  readonly signatures: readonly (ImageSignature & {
    /** By digest: `ghcr.io/acme/api@sha256:…`. */
    readonly image: string;
  })[];
}

const signAs = { bundle: signImage, tag: signByTag } as const;

/**
 * `slipway sign REF …`: what each reference names now is signed by its digest. All are looked up before the first is signed.
 * @throws SlipwayError E_CONFIG, E_AUTH, E_SIGN, E_VERIFY, E_REGISTRY, E_NETWORK, E_IO
 */
export async function signCommand(request: SignRequest, ports: Ports): Promise<SignResult> {
  const { registries, formats, cacheDirectory } = request;
  const { store, signal, clock } = ports;
  const registry = runRegistry({ registries, offline: false }, ports);
  // Opening a key takes as long as asking a registry: a tenth of a second on purpose.
  const opening = openSigning(request.signing, { ...ports, now: clock.now, cacheDirectory });
  try {
    const [signing, found] = await settleAll([opening, lookUp(request, registry)]);
    const signatures = [];
    for (const { place, descriptor } of found) {
      const image = formatReference({ ...place, digest: descriptor.digest });
      const context = { registry, store, signal, now: clock.now };
      for (const format of formats) {
        signatures.push({ image, ...(await signAs[format](descriptor, place, signing, context)) });
      }
    }
    return { signatures };
  } finally {
    const signing = await opening.catch(() => undefined);
    await Promise.all([registry.close(), signing?.close()]);
  }
}

async function lookUp(
  { images, recursive }: SignRequest,
  registry: Registry,
): Promise<{ readonly place: Repository; readonly descriptor: Descriptor }[]> {
  const found = [];
  for (const reference of images) {
    const place = { registry: reference.registry, repository: reference.repository };
    const descriptors = await imagesToSign(registry, reference, recursive);
    found.push(...descriptors.map((descriptor) => ({ place, descriptor })));
  }
  return found;
}

/** As text for a person; ends without a line break. */
export function formatSignatures({ signatures }: SignResult): string {
  return signatures.flatMap(({ image, ...signature }) => signatureLines(image, signature)).join('\n');
}
