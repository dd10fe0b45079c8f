import {
  fallbackReferrers,
  fallbackTag,
  findReferrers,
  type Referrer,
} from '../../registry/referrers/list-referrers.ts';
import { type ReadReferrer, readReferrer } from '../../registry/referrers/read-referrer.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Fault } from '../check.ts';
import { quote } from '../forms.ts';
import type { RegistryCheck, RegistrySubject } from './check.ts';

/** distribution-spec, "Listing Referrers": each is there, refers to this image, and is as the list says. */
export const referrers: RegistryCheck = {
  name: 'registry/referrers',
  severity: 'warn',
  run: async function* (subject) {
    for (const { digest } of subject.documents) {
      const { referrers: listed } = await findReferrers(subject.registry, subject.reference, digest);
      for (const referrer of listed) yield* againstManifest(subject, digest, referrer);
    }
  },
};

async function* againstManifest(
  { registry, reference }: RegistrySubject,
  image: string,
  listed: Referrer,
): AsyncGenerator<Fault> {
  const where = `referrers of ${image}: ${listed.digest}`;
  const found = await readOrFault(() => readReferrer(registry, reference, listed.digest));
  if (typeof found === 'string') {
    return yield { where, what: found, todo: 'attach it again, or take it out of the list' };
  }
  const { descriptor, subject, artifactType } = found;
  if (subject !== image) {
    const what = `refers to ${subject === undefined ? 'nothing' : quote(subject)}`;
    yield {
      where,
      what,
      severity: 'block',
      todo: 'take it out of the list: whoever trusts the list is misled',
    };
  }
  if (listed.size !== descriptor.size) {
    yield { where, what: `is listed with ${listed.size} bytes, and has ${descriptor.size}` };
  }
  if (listed.artifactType !== artifactType) {
    const said = listed.artifactType === undefined ? 'without a type' : `as ${quote(listed.artifactType)}`;
    const what = `is listed ${said}, and is ${quote(artifactType ?? '')}: who asks for that type does not find it`;
    yield { where, what };
  }
}

/** What was read, or why it cannot be. */
async function readOrFault(read: () => Promise<ReadReferrer>): Promise<ReadReferrer | string> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SlipwayError) || !['E_REGISTRY', 'E_BASE'].includes(error.code)) throw error;
    return error.message;
  }
}

/** distribution-spec, "Enabling the Referrers API": what clients wrote under the tag before is in the registry's account, too. */
export const fallbackTags: RegistryCheck = {
  name: 'registry/fallback-tags',
  severity: 'warn',
  run: async function* ({ registry, reference, documents }) {
    for (const { digest } of documents) {
      const { keptBy, referrers: listed } = await findReferrers(registry, reference, digest);
      if (keptBy === 'clients') return;
      const known = new Set(listed.map((referrer) => referrer.digest));
      const tagged = await fallbackReferrers(registry, reference, digest);
      for (const referrer of tagged) {
        if (known.has(referrer.digest)) continue;
        const where = `the tag ${fallbackTag(digest)}`;
        const what = `lists ${referrer.digest}, which the registry's own list has not: clients that ask the API do not find it`;
        yield { where, what, todo: 'attach it again' };
      }
    }
  },
};
