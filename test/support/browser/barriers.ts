import type { Tab } from './tab.ts';

/** What axe finds against WCAG 2.2 AA and its own good practice. @param axe its script */
export async function barriers(tab: Tab, axe: string): Promise<string[]> {
  await tab.read(`(() => { ${axe}; })()`);
  return tab.read(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 120))))`);
}
