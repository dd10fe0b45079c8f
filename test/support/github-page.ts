import { renderMarkdown } from './github-markdown.ts';

/** A comment as a page: the few rules of GitHub's style that decide how it is read (github-markdown-css, MIT). */
export function commentPage(markdown: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comment</title><style>${style}</style></head>
<body><article><header>slipway commented</header><div>${drawn(renderMarkdown(markdown))}</div></article></body></html>`;
}

/** Of the signs in headings few machines have a font; GitHub, too, shows pictures. */
function drawn(html: string): string {
  return html.replaceAll('✋', hand);
}

const fingers = 'M6.2 10V5M9.1 9V3M12 9V3.4M14.9 10V5.6M3 9.6l3.4 4';
const hand = `<svg class="sign" viewBox="0 0 20 20" role="img" aria-label="raised hand"><path d="${fingers}" stroke="#e3a008" stroke-width="2.5" stroke-linecap="round" fill="none"/><path d="M5 9h11.1v4a5.5 5.5 0 0 1-11.1 0z" fill="#e3a008"/></svg>`;

const style = `
:root { color-scheme: light; --text: #1f2328; --mild: #59636e; --page: #fff; --head: #f6f8fa; --line: #d1d9e0; --code: #818b981f; --link: #0969da; }
@media (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --text: #f0f6fc; --mild: #9198a1; --page: #0d1117; --head: #151b23; --line: #3d444d; --code: #656c7633; --link: #4493f8; }
}
body { margin: 16px; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
article { max-width: 760px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
header { padding: 8px 16px; background: var(--head); border-bottom: 1px solid var(--line); color: var(--mild); }
article > div { padding: 16px; }
article > div > :last-child, td > :last-child { margin-bottom: 0; }
h3 { margin: 0 0 16px; font-size: 1.25em; line-height: 1.25; font-weight: 600; }
p, table, ul, details { margin: 0 0 16px; }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-spacing: 0; border-collapse: collapse; font-variant: tabular-nums; }
th, td { padding: 6px 13px; border: 1px solid var(--line); }
tbody tr:nth-child(even) { background: var(--head); }
code { padding: .2em .4em; border-radius: 6px; background: var(--code); font: 85% "DejaVu Sans Mono", monospace; white-space: break-spaces; }
h3 code { font-size: 1em; }
.sign { width: 1.2em; height: 1.2em; vertical-align: -.2em; }
ul { padding-left: 2em; }
summary { cursor: pointer; }
a { color: var(--link); text-decoration: none; }
sub { font-size: 75%; line-height: 0; position: relative; bottom: -.25em; }
`;
