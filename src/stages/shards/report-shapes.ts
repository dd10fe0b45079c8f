import type { AttributionReport } from '../../report/inspection.ts';
import type { BaseReport, PackReport, WaterfallRow } from '../../report/model.ts';
import type { SandboxReport } from '../../report/sandbox-report.ts';
import { type Platform, parsePlatform } from '../../request/platform.ts';
import { pieceKinds } from '../../size/pieces.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import {
  amount,
  anyJson,
  either,
  flag,
  length,
  listOf,
  Misfit,
  matching,
  object,
  oneOf,
  optional,
  recordOf,
  type Shape,
  text,
} from '../../support/shapes.ts';
import { chainStages } from '../../verify/chain/chain.ts';
import { advice, deadCode, references } from './reach-shapes.ts';

/** The parts of report.json that a shard passes on: what its machine alone could find out. */

export const digest = matching<Digest>(/^sha256:[0-9a-f]{64}$/, 'a digest');

const platformParts = object({ os: text, architecture: text, variant: optional(text) });

/** A platform that there is. */
export const platform: Shape<Platform> = {
  read: (value, at) => {
    const { os, architecture, variant } = platformParts.read(value, at);
    try {
      return parsePlatform([os, architecture, ...(variant === undefined ? [] : [variant])].join('/'));
    } catch (error) {
      if (error instanceof SlipwayError) throw new Misfit(at, 'a platform');
      throw error;
    }
  },
  schema: platformParts.schema,
};

export const verdict = object({
  check: text,
  subject: text,
  status: oneOf('pass', 'fail', 'skip'),
  severity: oneOf('info', 'warn', 'approve', 'block'),
  detail: text,
});

export const base: Shape<BaseReport> = object({
  reference: text,
  digest: optional(digest),
  source: optional(text),
  pinnedBy: optional(oneOf('slipway.lock', 'reference')),
  resolvedAt: optional(text),
});

const named = object({ name: text, digest: text });
const link = object({
  stage: oneOf(...chainStages),
  materials: listOf(named),
  products: listOf(named),
  tool: text,
  settings: recordOf(text),
});

/** The first links of chains. */
export const chainOrigin = object({ source: optional(link), modules: optional(link), toolchain: link });

const imported = { importedBy: optional(text) };
const bytesOf = { bytes: length, wireBytes: optional(length) };
const retained = { retainedBytes: optional(length) };
const kept = { ...retained, references: optional(references) };
const direct = { direct: optional(oneOf(true)) };
const namedBytes = object({ name: text, ...bytesOf });
const partMembers = Object.fromEntries(pieceKinds.map((kind) => [kind, optional(length)] as const));

export const attribution: Shape<AttributionReport> = object({
  method: oneOf('objects', 'twin', 'pclntab'),
  attributedBytes: length,
  unattributedBytes: length,
  packages: listOf(
    object({ path: text, module: text, ...bytesOf, parts: object(partMembers), ...imported, ...kept }),
  ),
  modules: listOf(
    object({ path: text, version: optional(text), ...bytesOf, packages: length, ...retained, ...direct }),
  ),
  structures: listOf(namedBytes),
  unattributed: listOf(namedBytes),
  emptyPackages: optional(listOf(object({ path: text, module: text, ...imported }))),
  deadCode: optional(deadCode),
  advice: optional(listOf(advice)),
  wire: optional(
    object({
      method: oneOf('deflate-bits', 'uncompressed', 'ratio'),
      certainty: oneOf('exact', 'estimate'),
      layerBytes: length,
      otherBytes: length,
      overheadBytes: length,
    }),
  ),
});

export const waterfallRow: Shape<WaterfallRow> = object({
  step: oneOf('go-build', 'trimpath', 'stripped', 'tags', 'packed', 'image'),
  what: text,
  diskBytes: optional(length),
  wireBytes: length,
  digest: optional(digest),
  shipped: optional(oneOf(false)),
});

const setting = oneOf('nrv-1', 'nrv-7', 'nrv-9', 'nrv-best', 'lzma-7', 'lzma-best');
const pair = object({ unpacked: length, packed: optional(length) });
const start = object({ median: amount, least: amount, most: amount });
const run = object({
  isolation: text,
  emulated: flag,
  runs: length,
  startSeconds: object({ unpacked: start, packed: start }),
  memoryBytes: optional(object({ unpacked: length, packed: length })),
});

export const pack: Shape<PackReport> = object({
  decision: oneOf('packed', 'kept', 'reverted', 'impossible'),
  reason: text,
  setting: optional(setting),
  upx: optional(text),
  locked: flag,
  packed: optional(object({ bytes: length, digest })),
  measured: object({
    disk: pair,
    wire: optional(pair),
    run: optional(run),
    trials: listOf(
      either(
        object({ setting, refused: text }),
        object({ setting, bytes: length, wireBytes: optional(length), seconds: amount }),
      ),
    ),
  }),
});

const tried = { subject: text, platform };

export const sandbox: Shape<SandboxReport> = either(
  object({ ...tried, notRun: text }),
  object({
    ...tried,
    isolation: text,
    label: text,
    lacks: recordOf(text),
    passedOver: listOf(object({ name: text, why: text })),
    emulated: flag,
    user: text,
    contract: anyJson,
    guess: optional(text),
    startSeconds: optional(amount),
    stopSeconds: optional(amount),
    restartSeconds: optional(amount),
    memoryBytes: optional(length),
    notes: listOf(text),
  }),
);
