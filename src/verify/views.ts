import { parseDigest } from '../support/hashing.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

// Typed views of documents that may be wrong: a field of the wrong type is as good as absent here, and a fault of image/json.

export interface PlatformView {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
  /** Windows: part of what tells two images apart (image-index.md, "platform"). */
  readonly osVersion: string | undefined;
}

export interface DescriptorView {
  readonly mediaType: string | undefined;
  /** Undefined also when it is none by the grammar. */
  readonly digest: string | undefined;
  readonly size: number | undefined;
  readonly data: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: PlatformView | undefined;
}

export interface HistoryView {
  readonly created: string | undefined;
  readonly createdBy: string;
  readonly emptyLayer: boolean;
}

export interface ConfigView {
  readonly created: string | undefined;
  readonly os: string | undefined;
  readonly architecture: string | undefined;
  readonly variant: string | undefined;
  readonly user: string;
  readonly ports: readonly string[];
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[] | undefined;
  readonly history: readonly HistoryView[] | undefined;
}

export function descriptorView(value: Json | undefined): DescriptorView {
  const json = objectOf(value);
  const digest = textOf(json['digest']);
  return {
    mediaType: textOf(json['mediaType']),
    digest: digest === undefined || parseDigest(digest) === undefined ? undefined : digest,
    size: typeof json['size'] === 'number' ? json['size'] : undefined,
    data: textOf(json['data']),
    annotations: textMap(json['annotations']),
    platform: platformView(json['platform']),
  };
}

function platformView(value: Json | undefined): PlatformView | undefined {
  const json = objectOf(value);
  const os = textOf(json['os']);
  const architecture = textOf(json['architecture']);
  if (os === undefined || architecture === undefined) return undefined;
  return { os, architecture, variant: textOf(json['variant']), osVersion: textOf(json['os.version']) };
}

export function configView(value: Json | undefined): ConfigView {
  const json = objectOf(value);
  const config = objectOf(json['config']);
  const diffIds = objectOf(json['rootfs'])['diff_ids'];
  return {
    created: textOf(json['created']),
    os: textOf(json['os']),
    architecture: textOf(json['architecture']),
    variant: textOf(json['variant']),
    user: textOf(config['User']) ?? '',
    ports: Object.keys(objectOf(config['ExposedPorts'])),
    env: texts(config['Env']),
    entrypoint: texts(config['Entrypoint']),
    cmd: texts(config['Cmd']),
    workingDir: textOf(config['WorkingDir']) || '/',
    labels: textMap(config['Labels']),
    diffIds: Array.isArray(diffIds) ? texts(diffIds) : undefined,
    history: Array.isArray(json['history']) ? json['history'].map(historyView) : undefined,
  };
}

function historyView(value: Json): HistoryView {
  const json = objectOf(value);
  return {
    created: textOf(json['created']),
    createdBy: textOf(json['created_by']) ?? '',
    emptyLayer: json['empty_layer'] === true,
  };
}

export function annotationsOf(value: Json | undefined): Readonly<Record<string, string>> {
  return textMap(objectOf(value)['annotations']);
}

/** The items of an array field; none when it is no array. */
export function itemsOf(value: Json | undefined, field: string): readonly Json[] {
  const items = objectOf(value)[field];
  return Array.isArray(items) ? items : [];
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function textMap(value: Json | undefined): Record<string, string> {
  const entries = Object.entries(objectOf(value)).filter(([, item]) => typeof item === 'string');
  return Object.fromEntries(entries) as Record<string, string>;
}
