import type { Box } from './layout.ts';

/** The element of the page's own markup with this id. */
export function byId<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  id: string,
): HTMLElementTagNameMap[Name] {
  const found = document.querySelector<HTMLElementTagNameMap[Name]>(`${name}#${id}`);
  if (found === null) throw new Error(`the page has no ${name} #${id}`);
  return found;
}

export interface Properties {
  readonly class?: string;
  /** Always text: names from a program never become markup. */
  readonly text?: string;
  /** Further attributes; an undefined one is left out. */
  readonly with?: Readonly<Record<string, string | undefined>>;
  /** Custom properties, set by script: the policy allows no style attributes. */
  readonly style?: Readonly<Record<`--${string}`, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (properties.class !== undefined && properties.class !== '') made.className = properties.class;
  if (properties.text !== undefined) made.textContent = properties.text;
  for (const [attribute, value] of Object.entries(properties.with ?? {})) {
    if (value !== undefined) made.setAttribute(attribute, value);
  }
  for (const [property, value] of Object.entries(properties.style ?? {}))
    made.style.setProperty(property, value);
  for (const [type, listener] of Object.entries(properties.on ?? {})) made.addEventListener(type, listener);
  made.append(...children);
  return made;
}

/** A square of a colour of the style sheet. */
export function swatch(colour: string, sign = '', striped = false): HTMLElement {
  return element('span', {
    class: striped ? 'swatch striped' : 'swatch',
    text: sign,
    with: { 'aria-hidden': 'true' },
    style: { '--colour': `var(--${colour})` },
  });
}

/** Lays an element over a box of the picture. */
export function layOver(node: HTMLElement, { x, y, width, height }: Box): void {
  node.style.left = `${x}px`;
  node.style.top = `${y}px`;
  node.style.width = `${width}px`;
  node.style.height = `${height}px`;
}

/** Says something to who hears the page. */
export function say(text: string): void {
  byId('p', 'said').textContent = text;
}
