import { tones } from '../history/chart-style.ts';

/** What is there, and what the step took away or added; each has a contrast of at least 3 to the background (WCAG 2.2, 1.4.11). */
export const barLooks = {
  light: { disk: '#1a5fb4', wire: '#0f7a4f', less: '#6b7788', more: '#c2410c' },
  dark: { disk: '#7db4f5', wire: '#5fd39b', less: '#8b98a9', more: '#ff9b6b' },
} as const;

/** Rules for everything below `.slipway-waterfall`, so that nothing else of a page that holds the picture is changed. */
export const waterfallStyle = [
  rule('text', 'font:12px system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'),
  rule('.head', 'font-size:13px;font-weight:600'),
  rule('.less', 'fill:none;stroke-width:1;stroke-dasharray:3 2'),
  rule('.step', 'stroke-width:1;stroke-opacity:.5'),
  coloursOf('light'),
  `@media screen and (prefers-color-scheme:dark){${coloursOf('dark')}}`,
].join('');

function coloursOf(theme: 'light' | 'dark'): string {
  const [{ back, text, quiet, grid }, { disk, wire, less, more }] = [tones[theme], barLooks[theme]];
  return [
    rule('.back', `fill:${back}`),
    rule('text', `fill:${text}`),
    rule('.quiet', `fill:${quiet}`),
    rule('.step', `stroke:${grid}`),
    rule('.bar.m0', `fill:${disk}`),
    rule('.bar.m1', `fill:${wire}`),
    rule('.less', `stroke:${less}`),
    rule('.more', `fill:${more}`),
  ].join('');
}

function rule(selector: string, declarations: string): string {
  return `.slipway-waterfall ${selector}{${declarations}}`;
}
