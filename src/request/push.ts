import { SlipwayError } from '../support/errors.ts';
import { type Fault, quoted, throwFaults } from './faults.ts';
import { type Item, scalar } from './kinds.ts';
import {
  formatReference,
  isOfficial,
  parseReference,
  type Repository,
  referencePattern,
  tagPattern,
} from './reference.ts';
import type { BuildRequest } from './request.ts';
import { checkTagTemplate, tagTemplate, templatedTagPattern } from './tag-template.ts';
import { fillTargets, namesTargets, targetTemplates } from './template.ts';

/** Where one target's image goes in a registry. `tag` may hold templates that only the run can fill. */
export interface PushPlace {
  readonly repository: Repository;
  readonly tag?: string;
}

const target = '(?:[a-z0-9]|\\{target\\}|\\{\\{ *target *\\}\\})';
const namePattern = referencePattern({
  letter: target,
  tag: `${tagPattern}|${templatedTagPattern}`,
  digest: '',
});

const strangeTemplate = /\{\{(?! *target *\}\})/;

function named(one: string, many: string): Item<string> {
  return scalar({
    placeholder: 'REF',
    one,
    many,
    parse: (text) => {
      splitReference(text);
      return text;
    },
    show: (text) => text,
    schema: { type: 'string', pattern: `^${namePattern}$` },
  });
}

/** A reference to push to, as it was written: `{target}` anywhere, templates in the tag, no digest. */
export const pushReference = named('an image reference such as ghcr.io/acme/api', 'image references');
/** The same, of what lies in a registry already: no template but the target's name, since nobody knows what it stood for. */
export const publishedReference: Item<string> = {
  ...pushReference,
  parse: (text) => {
    if (text.includes('@')) {
      throw new SlipwayError('E_CONFIG', `${quoted(text)} names a digest, and it is tags that move on`, {
        hint: 'write the tag that the image has, such as main; to be compared with one build for good, keep its file: file:PATH',
      });
    }
    if (!strangeTemplate.test(text)) return pushReference.parse(text);
    throw new SlipwayError('E_CONFIG', `${quoted(text)} has a template in its tag`, {
      hint: 'write the tag that the image has, such as main; only {target} is known',
    });
  },
  schema: { ...pushReference.schema, not: { pattern: strangeTemplate.source } },
};
export const imageName = named('an image name such as acme/api', 'image names');

/**
 * A reference cut into repository and tag, templates and all.
 * @throws SlipwayError E_CONFIG that says which part is wrong
 */
function splitReference(text: string): { readonly repository: string; readonly tag?: string } {
  const written = text.replace(/^docker:\/\//, '');
  // A stand-in of the same length: what is left is a reference, and its colon stands where the real one does.
  const masked = written.replace(tagTemplate, standIn).replace(targetTemplates, standIn);
  const { tag, digest } = parseReference(masked);
  if (digest !== undefined) {
    throw new SlipwayError('E_CONFIG', `${quoted(text)} names a digest, and what is pushed has its own`, {
      hint: 'leave @sha256:… out',
    });
  }
  const colon = tag === undefined ? written.length : written.length - tag.length - 1;
  const repository = written.slice(0, colon);
  if (fillTargets(repository, '').includes('{{')) {
    throw new SlipwayError('E_CONFIG', `${quoted(text)} has a template outside of its tag`, {
      hint: 'in the name only {target} is known',
    });
  }
  if (tag === undefined) return { repository };
  checkTagTemplate(written.slice(colon + 1));
  return { repository, tag: written.slice(colon + 1) };
}

/** Whether a reference to push to says its tag itself. */
export function isTagged(reference: string): boolean {
  return splitReference(reference).tag !== undefined;
}

function standIn(found: string): string {
  return 'x'.repeat(found.length);
}

/**
 * Where each target's image is pushed to: REF for one target, REF/NAME for several, `{target}` stands for the name.
 * @throws SlipwayError E_CONFIG when two targets would get one tag of one repository, a name makes no reference, or is Docker's
 */
export function pushPlaces(
  request: Pick<BuildRequest, 'push' | 'tags'>,
  targetNames: readonly string[],
): ReadonlyMap<string, readonly PushPlace[]> {
  const places = placesOf(request.push, request.tags, targetNames, '--push');
  const faults = [...places.values()].flat().flatMap(({ repository }) => officialFault(repository));
  throwFaults(faults, '--push');
  return places;
}

/** What a word alone names on Docker Hub is Docker's: whoever writes one means another registry, or forgot the account. */
function officialFault(repository: Repository): Fault[] {
  if (!isOfficial(repository)) return [];
  const message = `${formatReference(repository)} is where Docker's official images are`;
  return [{ where: '--push', message, hint: 'write the registry or account too, such as ghcr.io/acme/api' }];
}

/**
 * The name of each target's image in docker archives and engines on this machine.
 * @throws SlipwayError E_CONFIG as {@link pushPlaces}
 */
export function imageNames(
  request: Pick<BuildRequest, 'image' | 'tags'>,
  targetNames: readonly string[],
): ReadonlyMap<string, PushPlace> {
  const places = placesOf([request.image ?? '{target}'], request.tags, targetNames, '--image');
  return new Map([...places].flatMap(([target, own]) => own.map((place) => [target, place] as const)));
}

function placesOf(
  references: readonly string[],
  rules: readonly string[],
  targetNames: readonly string[],
  where: string,
): ReadonlyMap<string, readonly PushPlace[]> {
  const several = targetNames.length > 1;
  const places = new Map(
    targetNames.map((target) => [target, references.map((text) => placeOf(text, target, several))]),
  );
  const faults: Fault[] = [];
  const taken = new Map<string, string>();
  for (const [target, own] of places) {
    for (const name of own.flatMap((place) => namesAt(place, rules, target))) {
      const other = taken.get(name);
      if (other !== undefined && other !== target) {
        const message = `${other} and ${target} would both become ${name}`;
        faults.push({ where, message, hint: 'put {target} into the reference' });
      }
      taken.set(name, target);
    }
  }
  throwFaults(faults, where);
  return places;
}

function placeOf(text: string, target: string, several: boolean): PushPlace {
  const { repository, tag } = splitReference(text);
  const path = several && !namesTargets(text) ? `${repository}/${target}` : fillTargets(repository, target);
  const { registry, repository: inside } = parseReference(path);
  return {
    repository: { registry, repository: inside },
    ...(tag !== undefined && { tag: fillTargets(tag, target) }),
  };
}

/** What one target may be called at a place, rules unresolved: two targets that share one of these share a tag. */
function namesAt({ repository, tag }: PushPlace, rules: readonly string[], target: string): string[] {
  const tags = [...(tag === undefined ? [] : [tag]), ...rules.map((rule) => fillTargets(rule, target))];
  return (tags.length === 0 ? ['latest'] : tags).map((name) => formatReference({ ...repository, tag: name }));
}
