import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const sources = join(root, 'src', 'report', 'page', 'browser');

/** Browsers of 2024: the style sheet has light-dark(), which came last. */
const target = ['chrome123', 'firefox120', 'safari17.5'];

/** src/report/page/built.ts: the markup of both pages, their style and their script as text, each made small, so that the program needs no file beside it. */
export function builtPage(): string {
  const drawing = markupOf('drawing.html').trimEnd();
  // There it is a part of the page, and has no symbols.
  const partOfPage = drawing
    .replaceAll(/(<\/?)(?:main|footer)\b/g, '$1div')
    .replaceAll('module, package or symbol', 'module or package');
  const markup = markupOf('page.html').replace('{drawing}', () => drawing);
  const sizeMarkup = markupOf('size.html').replace('{drawing}', () => partOfPage);
  const style = bundled('page.css', {});
  const script = bundled('main.ts', { format: 'iife', banner: { js: licence() } });
  for (const end of ['</script', '</style', '<!--']) {
    if (`${style}${script}`.includes(end)) throw new Error(`the page's own style or script holds ${end}`);
  }
  const constants = { markup, sizeMarkup, style, script };
  return [
    `// Made from ${relative(root, sources)}/ by \`npm run generate\`; do not edit.`,
    ...Object.entries(constants).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`),
    '',
  ].join('\n');
}

function markupOf(file: string): string {
  return readFileSync(join(sources, file), 'utf8');
}

function bundled(file: string, options: BuildOptions): string {
  const { outputFiles = [] } = buildSync({
    entryPoints: [join(sources, file)],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    target,
    charset: 'utf8',
    legalComments: 'none',
    ...options,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${file} gives nothing`);
  return output.text.trim();
}

/** Of what is bundled into the script: whoever gets a page gets a copy of it. */
function licence(): string {
  const text = readFileSync(join(root, 'node_modules', 'd3-hierarchy', 'LICENSE'), 'utf8').trim();
  return `/* The treemap's tiling is d3-hierarchy's.\n${text} */`;
}
