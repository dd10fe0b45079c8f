import type { Fault, ImageCheck } from '../check.ts';
import { digestForm, type Form, parseTime, quote, timeForm, uriForm } from '../forms.ts';
import type { Image } from '../image.ts';
import { fullReferenceForm } from '../reference.ts';
import { annotationsOf } from '../views.ts';

const prefix = 'org.opencontainers.image.';

/** image-spec, annotations.md, "Pre-Defined Annotation Keys": what a value must look like, where the text says it. */
const forms: Readonly<Record<string, Form | undefined>> = {
  created: timeForm,
  authors: undefined,
  url: uriForm,
  documentation: uriForm,
  source: uriForm,
  version: undefined,
  revision: undefined,
  vendor: undefined,
  licenses: undefined,
  'ref.name': undefined,
  title: undefined,
  description: undefined,
  'base.digest': digestForm,
  'base.name': fullReferenceForm,
};

/** image-spec, annotations.md, "Rules", which hold for labels too (config.md, "Labels"). */
export const labels: ImageCheck = {
  of: 'image',
  name: 'image/labels',
  severity: 'block',
  needs: ['config'],
  run: function* (image) {
    const { manifest, configDocument, config } = image;
    const annotations = annotationsOf(manifest.document.json.value);
    yield* keyFaults(image, annotations, `${manifest.document.name} /annotations`);
    yield* keyFaults(image, config?.labels ?? {}, `${configDocument?.name} /config/Labels`);
  },
};

function* keyFaults(image: Image, values: Readonly<Record<string, string>>, place: string): Generator<Fault> {
  for (const [key, value] of Object.entries(values)) {
    if (!key.startsWith('org.opencontainers.')) continue;
    const where = `${place}/${key}`;
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || !Object.hasOwn(forms, name)) {
      const what =
        'is of a name space that is reserved, and the specification has no such key (annotations.md, "Rules")';
      yield { where, what, severity: 'warn', todo: 'use a domain of your own as the prefix' };
      continue;
    }
    const form = forms[name];
    if (form !== undefined && !form.fits(value)) {
      // Only text says that a source is a URL; users write git@host:path there too.
      const severity = image.own && form !== uriForm ? 'block' : 'warn';
      const what = `must be ${form.says}, is ${quote(value)}`;
      yield { where, what, severity, todo: 'correct the value, or leave the key out' };
    } else if (name === 'created') {
      yield* createdFaults(image, value, where);
    }
  }
}

function* createdFaults({ config, own }: Image, value: string, where: string): Generator<Fault> {
  const said = parseTime(value);
  const created = parseTime(config?.created ?? '');
  const severity = own ? 'block' : 'warn';
  if (said?.utc === false)
    yield { where, what: `is not in UTC: ${quote(value)}`, severity, todo: 'write it with Z' };
  if (said === undefined || created === undefined) return;
  if (said.seconds === created.seconds && said.fraction === created.fraction) return;
  const what = `is ${quote(value)}, the config was created ${quote(config?.created ?? '')}`;
  yield { where, what, severity, todo: 'write one time in both' };
}

/** image-spec, config.md, "created" and "history": their form is image/json's, this is whether they mean something. */
export const times: ImageCheck = {
  of: 'image',
  name: 'image/times',
  severity: 'block',
  needs: ['config'],
  run: function* ({ config, configDocument, own }) {
    const name = configDocument?.name ?? 'config';
    if (own && config?.created === undefined) {
      const todo = 'write the time of the commit, or 1970-01-01T00:00:00Z';
      yield { where: `${name} /created`, what: 'is missing', todo };
    }
    yield* timeFaults(`${name} /created`, config?.created, own);
    for (const [at, entry] of (config?.history ?? []).entries()) {
      yield* timeFaults(`${name} /history/${at}/created`, entry.created, own);
    }
  },
};

function* timeFaults(where: string, text: string | undefined, own: boolean): Generator<Fault> {
  const time = text === undefined ? undefined : parseTime(text);
  if (text === undefined || time === undefined) return;
  const severity = own ? 'block' : 'warn';
  if (own && !time.utc)
    yield { where, what: `is not in UTC: ${quote(text)}`, severity, todo: 'write it with Z' };
  // time.Time's zero value: the builder never set it.
  if (text.startsWith('0001-01-01T00:00:00')) {
    yield { where, what: 'is the year 1, which means that nobody set it', severity, todo: 'leave it out' };
  }
}
