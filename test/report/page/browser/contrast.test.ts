import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pageKinds } from '../../../../src/report/page/data.ts';
import { repository } from '../../../support/slipway.ts';

const folder = join(repository, 'src', 'report', 'page', 'browser', 'style');
const text = readFileSync(join(folder, 'base.css'), 'utf8');
const tokens = new Map(
  [...text.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark]] as const,
  ),
);

/** Relative luminance (WCAG 2.2, "relative luminance"). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio", in light and in dark. */
function contrasts(a: string, b: string): number[] {
  return [0, 1].map((theme) => {
    const [one, other] = [a, b].map((name) =>
      luminance(tokens.get(name)?.[theme] ?? assert.fail(`no --${name}`)),
    );
    return (Math.max(one ?? 0, other ?? 0) + 0.05) / (Math.min(one ?? 0, other ?? 0) + 0.05);
  });
}

test('text has a contrast of 4.5 to 1 to all that it stands on, in light and in dark (WCAG 2.2, 1.4.3)', () => {
  const changes = ['kept', 'same', 'grown-least', 'grown', 'shrunk-least', 'shrunk'];
  const pairs = [
    ...[...pageKinds, ...changes].map((kind) => ['cell-text', kind] as const),
    ...['text', 'quiet', 'accent', 'grown-text', 'shrunk-text'].map((name) => [name, 'back'] as const),
    ...['text', 'quiet', 'accent'].map((name) => [name, 'raised'] as const),
    ...['module', 'package'].flatMap((name) => [['text', name] as const, ['quiet', name] as const]),
    ['accent', 'accent-back'] as const,
    ['text', 'accent-back'] as const,
    ['quiet', 'accent-back'] as const,
  ];
  const faint = pairs.flatMap(([a, b]) =>
    contrasts(a, b).flatMap((ratio, theme) =>
      ratio < 4.5 ? [`${a} on ${b} in ${theme === 0 ? 'light' : 'dark'}: ${ratio.toFixed(2)}`] : [],
    ),
  );
  assert.deepEqual(faint, []);
});

test('the mark of what has the focus stands out from what it is drawn on (WCAG 2.2, 1.4.11)', () => {
  for (const name of ['back', 'raised', 'module', 'package']) {
    for (const ratio of contrasts('accent', name)) assert.ok(ratio >= 3, `accent on ${name}: ${ratio}`);
  }
});
