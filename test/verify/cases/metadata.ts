import { type Case, labelPointer } from '../../support/broken-layout.ts';

export const metadataCases: readonly Case[] = [
  // image/labels
  {
    says: 'a label of a time that is none',
    twist: { config: { [`${labelPointer}created`]: 'today' } },
    check: 'image/labels',
    detail: /created:\n {2}must be a time/,
  },
  {
    says: 'two creation times',
    twist: { config: { [`${labelPointer}created`]: '2020-01-01T00:00:00Z' } },
    check: 'image/labels',
    detail: /the config was created "2026-01-31T12:00:00Z"/,
  },
  {
    says: 'a creation time of another zone',
    twist: { config: { [`${labelPointer}created`]: '2026-01-31T13:00:00+01:00' } },
    check: 'image/labels',
    detail: /not in UTC/,
  },
  {
    says: 'a base without a registry',
    twist: { manifest: { '/annotations/org.opencontainers.image.base.name': 'debian:13' } },
    check: 'image/labels',
    detail: /image reference with its registry/,
  },
  {
    says: 'a base digest that is none',
    twist: { manifest: { '/annotations/org.opencontainers.image.base.digest': 'sha256:1' } },
    check: 'image/labels',
    detail: /must be a digest/,
  },
  {
    says: 'a source that is no URL',
    twist: { config: { [`${labelPointer}source`]: 'git@example.com:x' } },
    check: 'image/labels',
    severity: 'warn',
    detail: /a URI with a scheme/,
  },
  {
    says: 'a reserved key that does not exist',
    twist: { config: { [`${labelPointer}colour`]: 'red' } },
    check: 'image/labels',
    severity: 'warn',
    detail: /reserved/,
  },
  // image/times
  {
    says: 'no creation time',
    twist: { config: { '/created': undefined } },
    check: 'image/times',
    detail: /\/created:\n {2}is missing/,
  },
  {
    says: 'a layer time of another zone',
    twist: { config: { '/history/0/created': '2026-01-31T13:00:00+01:00' } },
    check: 'image/times',
    detail: /\/history\/0\/created:\n {2}is not in UTC/,
  },
  {
    says: 'a layer time that nobody set',
    twist: { config: { '/history/0/created': '0001-01-01T00:00:00Z' } },
    check: 'image/times',
    detail: /year 1/,
  },
];
