import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { browserOf } from './browser/browser.ts';
import type { Tab } from './browser/tab.ts';
import { repository } from './slipway.ts';
import { folderOf } from './temporary.ts';

/** What Mermaid drew. */
export interface Drawn {
  /** Texts below the axis of points, from left to right. */
  readonly labels: readonly string[];
  /** Colours of the lines, in their order. */
  readonly lines: readonly string[];
  /** Names of all elements, each once, in order. */
  readonly elements: readonly string[];
}

/** Mermaid itself, as strict as GitHub has it, in a real browser; rejects with what its parser says of a text. */
export async function mermaidOf(
  t: TestContext,
): Promise<(texts: readonly string[]) => Promise<readonly Drawn[]>> {
  const path = join(repository, 'node_modules', '@mermaid-js', 'tiny', 'dist', 'mermaid.tiny.js');
  const script = await readFile(path, 'utf8');
  const page = join(await folderOf(t), 'mermaid.html');
  await writeFile(page, `<!doctype html><meta charset="utf-8"><body><script>${script}</script>`);
  const tab: Tab = await (await browserOf(t)).open(pathToFileURL(page).href);
  return (texts) => tab.read(`(${draw})(${JSON.stringify(texts)})`);
}

const draw = `async (texts) => {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true });
  const drawn = [];
  for (const [at, text] of texts.entries()) {
    const { svg } = await mermaid.render('chart' + at, text);
    const parsed = new DOMParser().parseFromString(svg, 'text/html');
    drawn.push({
      labels: [...parsed.querySelectorAll('.bottom-axis .label text')].map((text) => text.textContent),
      lines: [...parsed.querySelectorAll('.plot path')].map((path) => path.getAttribute('stroke')),
      elements: [...new Set([...parsed.querySelectorAll('svg, svg *')].map((each) => each.localName))].sort(),
    });
  }
  return drawn;
}`;
