import { SlipwayError } from '../support/errors.ts';
import { nearestHint, quoted } from './faults.ts';

/** What `{{name}}` may stand for in a tag; those with a date take its form: `{{date 'YYYYMMDD'}}`. */
export const tagTemplates = [
  'version',
  'major',
  'minor',
  'patch',
  'raw',
  'branch',
  'tag',
  'base_ref',
  'sha',
  'commit',
  'date',
  'commit_date',
  'is_default_branch',
  'target',
] as const;
export type TagTemplate = (typeof tagTemplates)[number];

/** A template in a tag; or `{target}`, as outputs and references write it. */
export const tagTemplate = /\{\{([^{}]*)\}\}|\{(target)\}/g;

/** What {@link tagTemplate} finds and {@link parseTagTemplate} takes, for schemas. */
const dated = `(?:date|commit_date) *(?:'(?:[^A-Za-z{}'/]|YYYY|YY|MM|DD|HH|mm|ss|X)*')?`;
const undated = tagTemplates.filter((name) => !/date$/.test(name)).join('|');
const templatePattern = `(?:\\{\\{ *(?:${undated}|${dated}) *\\}\\}|\\{target\\})`;

/** A tag with templates in it. */
export const templatedTagPattern = `(?:[A-Za-z0-9_.-]*${templatePattern})+[A-Za-z0-9_.-]*`;

/** Parts of a date, as docker/metadata-action's templates call them; all in UTC. */
const dateParts = /YYYY|YY|MM|DD|HH|mm|ss|X/g;

/** The text of a tag between and in its templates. */
export type TagPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: TagTemplate; readonly format: string };

/**
 * Reads the text of a tag with its templates.
 * @throws SlipwayError E_CONFIG for an unknown template, a form of a date that is none, or a character no tag can have
 */
export function parseTagTemplate(text: string): readonly TagPart[] {
  const parts: TagPart[] = [];
  let end = 0;
  for (const found of text.matchAll(tagTemplate)) {
    const [whole, inside = '', target] = found;
    const [name = ''] = /^[a-z_]*/.exec(target ?? inside.trimStart()) ?? [];
    const argument = inside.trim().slice(name.length).trim();
    parts.push(literal(text.slice(end, found.index), text), template(name, argument, whole));
    end = found.index + whole.length;
  }
  return [...parts, literal(text.slice(end), text)].filter(
    (part) => part.kind === 'value' || part.text !== '',
  );
}

/** @throws SlipwayError E_CONFIG as {@link parseTagTemplate} */
export function checkTagTemplate(text: string): void {
  parseTagTemplate(text);
}

function literal(text: string, whole: string): TagPart {
  const foreign = /[^A-Za-z0-9_.-]/u.exec(text);
  if (foreign === null) return { kind: 'text', text };
  const what =
    foreign[0] === '{' || foreign[0] === '}' ? 'a brace that belongs to no template' : quoted(foreign[0]);
  throw new SlipwayError('E_CONFIG', `${quoted(whole)} cannot be a tag: it has ${what} in it`, {
    hint: 'a tag has letters, digits and . _ - in it; a template is written {{version}}',
  });
}

function template(name: string, argument: string, whole: string): TagPart {
  const known = tagTemplates.find((candidate) => candidate === name);
  if (known === undefined) {
    throw new SlipwayError('E_CONFIG', `tags have no template ${quoted(whole)}`, {
      hint: nearestHint(name, tagTemplates),
    });
  }
  const [, format] = /^'([^']*)'$/.exec(argument) ?? [];
  const dated = known === 'date' || known === 'commit_date';
  if (argument !== '' && (!dated || format === undefined)) {
    throw new SlipwayError(
      'E_CONFIG',
      `${quoted(whole)} is not a template: ${quoted(argument)} is not known`,
      {
        hint: dated ? "write {{date 'YYYYMMDD'}}; times are in UTC" : `write {{${known}}}`,
      },
    );
  }
  if (format !== undefined && /[A-Za-z]/.test(format.replace(dateParts, ''))) {
    throw new SlipwayError(
      'E_CONFIG',
      `${quoted(whole)} is not a template: ${quoted(format)} is no form of a date`,
      {
        hint: 'a date is made of YYYY YY MM DD HH mm ss and X (seconds since 1970)',
      },
    );
  }
  return { kind: 'value', name: known, format: format ?? 'YYYYMMDD' };
}

/** A moment in the given form, in UTC. */
export function formatDate(moment: Date, format: string): string {
  const iso = moment.toISOString();
  const parts: Readonly<Record<string, string>> = {
    YYYY: iso.slice(0, 4),
    YY: iso.slice(2, 4),
    MM: iso.slice(5, 7),
    DD: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
    X: String(Math.floor(moment.getTime() / 1000)),
  };
  return format.replace(dateParts, (part) => parts[part] ?? part);
}
