import type { Bundle, TransparencyLogEntry } from '@sigstore/bundle';
import { pem } from '@sigstore/core';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { SlipwayError } from '../../support/errors.ts';
import { type Fields, isFields, parseFields } from '../../support/fields.ts';

/** Where the parts of a bundle are in the format before bundles (sigstore/cosign, specs/SIGNATURE_SPEC.md, "Properties"). */
const keys = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  log: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
} as const;

/**
 * A bundle of a message signature as annotations of the layer that has the message.
 * @throws SlipwayError E_CONFIG when the log gave no promise, without which this format cannot say that an entry is there
 */
export function annotationsOf(bundle: Bundle): Record<string, string> {
  const { content, verificationMaterial } = bundle;
  if (content.$case !== 'messageSignature')
    throw new SlipwayError('E_INTERNAL', 'an envelope has no place here');
  const { tlogEntries, timestampVerificationData, content: by } = verificationMaterial;
  const [entry] = tlogEntries;
  const [timestamp] = timestampVerificationData?.rfc3161Timestamps ?? [];
  const certificate = by.$case === 'certificate' ? by.certificate.rawBytes : undefined;
  return {
    [keys.signature]: content.messageSignature.signature.toString('base64'),
    ...(certificate !== undefined && { [keys.certificate]: pem.fromDER(certificate), [keys.chain]: '' }),
    ...(entry !== undefined && { [keys.log]: logText(entry) }),
    ...(timestamp !== undefined && {
      [keys.timestamp]: JSON.stringify({
        SignedRFC3161Timestamp: timestamp.signedTimestamp.toString('base64'),
      }),
    }),
  };
}

function logText({
  inclusionPromise,
  canonicalizedBody,
  integratedTime,
  logIndex,
  logId,
}: TransparencyLogEntry): string {
  if (inclusionPromise === undefined) throw unpromised();
  return JSON.stringify({
    SignedEntryTimestamp: inclusionPromise.signedEntryTimestamp.toString('base64'),
    Payload: {
      body: canonicalizedBody.toString('base64'),
      integratedTime: Number(integratedTime),
      logIndex: Number(logIndex),
      logID: logId.keyId.toString('hex'),
    },
  });
}

/** A log of the second version proves that an entry is there, and this format has no place for proofs. */
export function unpromised(): SlipwayError {
  const what = 'a log of the second version cannot be told of in signatures of the format "tag"';
  return new SlipwayError('E_CONFIG', what, {
    hint: 'write --signature-format bundle, or name a log of the first version in the signing config',
  });
}

/** The bundle that annotations amount to; undefined where they hold no signature, or cannot be read. */
export function bundleIn(annotations: Fields, digest: Buffer): Bundle | undefined {
  const text = (name: keyof typeof keys): string => {
    const value = annotations[keys[name]];
    return typeof value === 'string' ? value : '';
  };
  const signature = Buffer.from(text('signature'), 'base64');
  if (signature.length === 0) return undefined;
  const certificate = text('certificate');
  const entry = text('log') === '' ? [] : entryIn(text('log'));
  const timestamp = parseFields(text('timestamp'))?.['SignedRFC3161Timestamp'];
  const times = typeof timestamp === 'string' ? [{ signedTimestamp: Buffer.from(timestamp, 'base64') }] : [];
  if (entry === undefined) return undefined;
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    content: {
      $case: 'messageSignature',
      messageSignature: { messageDigest: { algorithm: HashAlgorithm.SHA2_256, digest }, signature },
    },
    verificationMaterial: {
      content:
        certificate === ''
          ? { $case: 'publicKey', publicKey: { hint: '' } }
          : { $case: 'certificate', certificate: { rawBytes: pem.toDER(certificate) } },
      tlogEntries: entry,
      timestampVerificationData: { rfc3161Timestamps: times },
    },
  };
}

function entryIn(text: string): TransparencyLogEntry[] | undefined {
  const { SignedEntryTimestamp: promise, Payload: payload } = parseFields(text) ?? {};
  if (typeof promise !== 'string' || !isFields(payload)) return undefined;
  const { body, integratedTime, logIndex, logID } = payload;
  if (typeof body !== 'string' || typeof logID !== 'string') return undefined;
  if (!Number.isSafeInteger(integratedTime) || !Number.isSafeInteger(logIndex)) return undefined;
  const canonicalizedBody = Buffer.from(body, 'base64');
  const { kind, apiVersion } = parseFields(canonicalizedBody) ?? {};
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') return undefined;
  return [
    {
      logIndex: String(logIndex),
      logId: { keyId: Buffer.from(logID, 'hex') },
      kindVersion: { kind, version: apiVersion },
      integratedTime: String(integratedTime),
      inclusionPromise: { signedEntryTimestamp: Buffer.from(promise, 'base64') },
      inclusionProof: undefined,
      canonicalizedBody,
    },
  ];
}
