import type { AttestationRequirement } from '../../request/verify-signature-request.ts';
import { isFields } from '../../support/fields.ts';
import type { SignedIdentity } from '../verify-bundle.ts';

/**
 * Why a signed predicate does not say what is required; undefined: it does.
 * @param by who signed it
 */
export function predicateFault(
  predicate: unknown,
  { name, condition, text }: AttestationRequirement,
  by: SignedIdentity,
): string | undefined {
  const fields = isFields(predicate) ? predicate : {};
  if (name === 'slsa') return builderFault(fields, by);
  if (name === 'conformance') return checksFault(fields);
  if (name === 'reproducibility') return reproducedFault(fields);
  if (condition === undefined) return undefined;
  const { images } = fields;
  const measured = Array.isArray(images) ? images.filter(isFields) : [];
  if (measured.length === 0) return 'it tells of no image';
  for (const image of measured) {
    const bytes = image[condition.measure === 'pull' ? 'pullBytes' : 'diskBytes'];
    const where = typeof image['platform'] === 'string' ? image['platform'] : 'an image';
    if (typeof bytes !== 'number') return `it does not say what ${where} weighs`;
    const fits = condition.inclusive ? bytes <= condition.bytes : bytes < condition.bytes;
    if (!fits) return `${where} weighs ${bytes} bytes, and ${text} is required`;
  }
  return undefined;
}

/** Who signs keyless is who built: a provenance that names another builder is somebody's word for somebody else's work. */
function builderFault(fields: Readonly<Record<string, unknown>>, by: SignedIdentity): string | undefined {
  const { runDetails } = fields;
  const builder = isFields(runDetails) ? runDetails['builder'] : undefined;
  const id = isFields(builder) ? builder['id'] : undefined;
  if (typeof id !== 'string' || id === '') return 'it names no builder';
  if (by.kind === 'key' || id === by.subject) return undefined;
  return `it names the builder ${JSON.stringify(id)}, and was signed by ${JSON.stringify(by.subject)}`;
}

function checksFault({ checks }: Readonly<Record<string, unknown>>): string | undefined {
  const all = Array.isArray(checks) ? checks.filter(isFields) : [];
  if (all.length === 0) return 'it tells of no check';
  const failed = all.find(({ status, severity }) => status === 'fail' && severity === 'block');
  return failed === undefined ? undefined : `the check ${JSON.stringify(failed['check'])} failed`;
}

/** What was attested is that a second build made the same: of every image, or it is nothing. */
function reproducedFault({ outcome, images }: Readonly<Record<string, unknown>>): string | undefined {
  const all = Array.isArray(images) ? images.filter(isFields) : [];
  if (all.length === 0) return 'it tells of no image';
  const other = all.find(({ manifestDigest, again }) => manifestDigest !== again);
  if (other !== undefined) return `the second build of ${JSON.stringify(other['platform'])} was another`;
  return outcome === 'same'
    ? undefined
    : `it says that the second build came out as ${JSON.stringify(outcome)}`;
}
