/** How the series of a chart are told apart: by colour on white and on dark, and by the shape of their marks. */
interface SeriesLook {
  readonly light: string;
  readonly dark: string;
  /** A path around 0,0. */
  readonly mark: string;
}

/** Each colour has a contrast of at least 3 to the background (WCAG 2.2, 1.4.11), which a test measures. */
export const seriesLooks: readonly SeriesLook[] = [
  { light: '#1a5fb4', dark: '#7db4f5', mark: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z' },
  { light: '#c2410c', dark: '#ff9b6b', mark: 'M-2.7-2.7h5.4v5.4h-5.4z' },
  { light: '#0f7a4f', dark: '#5fd39b', mark: 'M0-3.8L3.8 0L0 3.8L-3.8 0z' },
  { light: '#8b3fb0', dark: '#d29bf2', mark: 'M0-3.6L3.5 2.6h-7z' },
  { light: '#946200', dark: '#e6bd55', mark: 'M0 3.6L3.5-2.6h-7z' },
  { light: '#0e7490', dark: '#5fd0e6', mark: 'M-3.6 0L2.6-3.5v7z' },
  { light: '#c0266a', dark: '#ff8fbf', mark: 'M3.6 0L-2.6-3.5v7z' },
  { light: '#5b6472', dark: '#aab4c2', mark: 'M-1.2-3.6h2.4v2.4h2.4v2.4h-2.4v2.4h-2.4v-2.4h-2.4v-2.4h2.4z' },
];

export const backgrounds = { light: '#ffffff', dark: '#0f1318' } as const;

/** Of the two looks: background, grid, text, text that stands back. */
export const tones = {
  light: { back: backgrounds.light, grid: '#e3e8ee', text: '#17202c', quiet: '#505d6e' },
  dark: { back: backgrounds.dark, grid: '#252c36', text: '#e8edf3', quiet: '#a3afbf' },
} as const;

/** Rules for everything below `.slipway-history`, so that nothing else of a page that holds the chart is changed. */
export const chartStyle = [
  rule('text', 'font:11px system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'),
  rule('.head', 'font-size:13px;font-weight:600'),
  rule('.line', 'fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round'),
  rule('.grid', 'fill:none;stroke-width:1'),
  rule('.release', 'stroke-width:1;stroke-dasharray:2 3;stroke-opacity:.6'),
  coloursOf('light'),
  `@media screen and (prefers-color-scheme:dark){${coloursOf('dark')}}`,
].join('');

function coloursOf(theme: 'light' | 'dark'): string {
  const { back, grid, text, quiet } = tones[theme];
  return [
    rule('.back', `fill:${back}`),
    rule('text', `fill:${text}`),
    rule('.quiet', `fill:${quiet}`),
    rule('.grid', `stroke:${grid}`),
    rule('.release', `stroke:${quiet}`),
    ...seriesLooks.flatMap((look, at) => [
      rule(`.line.s${at}`, `stroke:${look[theme]}`),
      rule(`.mark.s${at}`, `fill:${look[theme]}`),
    ]),
  ].join('');
}

function rule(selector: string, declarations: string): string {
  return `.slipway-history ${selector}{${declarations}}`;
}
