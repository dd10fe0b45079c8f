import {
  base64Form,
  digestForm,
  environmentForm,
  type Form,
  mediaTypeForm,
  portForm,
  timeForm,
  uriForm,
} from './forms.ts';
import type { Field, Shape } from './shape.ts';

// The rules of image-spec v1.1.1 for each JSON document, by field. Its schema files say the same of types; forms are
// from the text. Fields the text reserves (Memory, Healthcheck …) and unknown ones are not judged.

const text: Shape = { is: 'string' };
const texts: Shape = { is: 'array', of: text };
const mediaTypeText: Shape = { is: 'string', form: mediaTypeForm };
const two: Shape = { is: 'integer', from: 2, to: 2 };
const emptyObjects = (keys?: Form): Shape => ({
  is: 'map',
  of: { is: 'object', fields: {} },
  ...(keys === undefined ? {} : { keys }),
});

const annotationKey: Form = { says: 'a text that is not empty', fits: (key) => key !== '' };
const annotations: Field = {
  shape: { is: 'map', of: text, keys: annotationKey },
  section: 'annotations.md, "Rules"',
};

const descriptorSection = 'descriptor.md, "Properties"';
const descriptorFields = {
  mediaType: { shape: mediaTypeText, required: true, section: descriptorSection },
  digest: { shape: { is: 'string', form: digestForm }, required: true, section: 'descriptor.md, "Digests"' },
  size: {
    shape: { is: 'integer', from: 0, to: Number.MAX_SAFE_INTEGER },
    required: true,
    section: descriptorSection,
  },
  urls: { shape: { is: 'array', of: { is: 'string', form: uriForm } }, section: descriptorSection },
  annotations,
  data: { shape: { is: 'string', form: base64Form }, section: descriptorSection },
  artifactType: { shape: mediaTypeText, section: descriptorSection },
} as const satisfies Record<string, Field>;
const descriptor: Shape = { is: 'object', fields: descriptorFields };

const platformSection = 'image-index.md, "platform"';
const platform: Shape = {
  is: 'object',
  fields: {
    architecture: { shape: text, required: true, section: platformSection },
    os: { shape: text, required: true, section: platformSection },
    'os.version': { shape: text, section: platformSection },
    'os.features': { shape: texts, section: platformSection },
    variant: { shape: text, section: platformSection },
  },
};

const indexSection = 'image-index.md, "Image Index Property Descriptions"';
const index: Shape = {
  is: 'object',
  fields: {
    schemaVersion: { shape: two, required: true, section: indexSection },
    mediaType: { shape: mediaTypeText, section: indexSection },
    artifactType: { shape: mediaTypeText, section: indexSection },
    manifests: {
      shape: {
        is: 'array',
        of: {
          is: 'object',
          fields: { ...descriptorFields, platform: { shape: platform, section: platformSection } },
        },
      },
      required: true,
      section: indexSection,
    },
    subject: { shape: descriptor, section: indexSection },
    annotations,
  },
};

const manifestSection = 'manifest.md, "Image Manifest Property Descriptions"';
const manifest: Shape = {
  is: 'object',
  fields: {
    schemaVersion: { shape: two, required: true, section: manifestSection },
    mediaType: { shape: mediaTypeText, section: manifestSection },
    artifactType: { shape: mediaTypeText, section: manifestSection },
    config: { shape: descriptor, required: true, section: manifestSection },
    layers: {
      shape: { is: 'array', of: descriptor, notEmpty: true },
      required: true,
      section: manifestSection,
    },
    subject: { shape: descriptor, section: manifestSection },
    annotations,
  },
};

const configSection = 'config.md, "Properties"';
const optional = (shape: Shape, orNull: 'yes' | 'by-text' = 'by-text'): Field => ({
  shape,
  orNull,
  section: configSection,
});
const time: Shape = { is: 'string', form: timeForm };

const execution: Shape = {
  is: 'object',
  fields: {
    User: optional(text),
    ExposedPorts: optional(emptyObjects(portForm)),
    Env: optional({ is: 'array', of: { is: 'string', form: environmentForm } }),
    Entrypoint: optional(texts, 'yes'),
    Cmd: optional(texts, 'yes'),
    Volumes: optional(emptyObjects(), 'yes'),
    WorkingDir: optional(text),
    Labels: optional(annotations.shape, 'yes'),
    StopSignal: optional(text),
    ArgsEscaped: optional({ is: 'boolean' }),
  },
};

const historyEntry: Shape = {
  is: 'object',
  fields: {
    created: optional(time),
    author: optional(text),
    created_by: optional(text),
    comment: optional(text),
    empty_layer: optional({ is: 'boolean' }),
  },
};

const rootfs: Shape = {
  is: 'object',
  fields: {
    type: {
      shape: { is: 'string', form: { says: '"layers"', fits: (value) => value === 'layers' } },
      required: true,
      section: configSection,
    },
    diff_ids: {
      shape: { is: 'array', of: { is: 'string', form: digestForm } },
      required: true,
      section: 'config.md, "Layer DiffID"',
    },
  },
};

const config: Shape = {
  is: 'object',
  fields: {
    created: optional(time),
    author: optional(text),
    architecture: { shape: text, required: true, section: configSection },
    os: { shape: text, required: true, section: configSection },
    'os.version': optional(text),
    'os.features': optional(texts),
    variant: optional(text),
    config: optional(execution),
    rootfs: { shape: rootfs, required: true, section: configSection },
    history: optional({ is: 'array', of: historyEntry }),
  },
};

const layoutSection = 'image-layout.md, "oci-layout file"';
const layout: Shape = {
  is: 'object',
  fields: {
    imageLayoutVersion: {
      shape: { is: 'string', form: { says: '"1.0.0"', fits: (value) => value === '1.0.0' } },
      required: true,
      section: layoutSection,
    },
  },
};

/** The rules of each kind of document, with the section that introduces it. */
export const documentRules = {
  layout: { shape: layout, section: layoutSection },
  index: { shape: index, section: indexSection },
  manifest: { shape: manifest, section: manifestSection },
  config: { shape: config, section: configSection },
} as const;

export type DocumentKind = keyof typeof documentRules;
