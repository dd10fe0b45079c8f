import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/** GitHub's Markdown as HTML, with the HTML that is written in it, as GitHub has it before it takes away what is dangerous. */
export function renderMarkdown(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

export interface Element {
  readonly name: string;
  /** As they are written, such as `align="right"`; empty where there are none. */
  readonly attributes: string;
}

/** The elements of rendered HTML, in which no text has a `<`. */
export function elementsOf(html: string): Element[] {
  return [...html.matchAll(/<([a-z][^\s/>]*)([^>]*)>/gi)].map(([, name = '', attributes = '']) => ({
    name: name.toLowerCase(),
    attributes: attributes.replace(/\/$/, '').trim(),
  }));
}

/** What a reader sees: without elements, references read. */
export function visibleText(html: string): string {
  return decoded(html.replaceAll(/<[^>]*>/g, ''));
}

/**
 * What GitHub makes links of in text of rendered HTML, when the Markdown is read: addresses of mail anywhere (cmark-gfm,
 * extensions/autolink.c, postprocess), mentions and references to issues outside of code (html-pipeline, MentionFilter).
 */
export function linkedLater(html: string): string[] {
  const texts = html.replaceAll(/<a [^>]*>.*?<\/a>/gs, '');
  const bare = texts.replaceAll(/<code>.*?<\/code>/gs, '<code></code>');
  return [
    ...found(texts, /(?<![/\w.+-])[\w.+-]+@[\w-]*\.[\w.-]+/g),
    ...found(bare, /(?<!\w)@[a-z0-9][a-z0-9-]*/gi),
    ...found(bare, /#\d+|\bGH-\d+|:[\w+-]+:/gi),
  ];
}

/** Markdown of a comment as it is read, its code in backticks: for what a test wants to say of it. */
export function readable(markdown: string): string {
  return decoded(markdown.replaceAll(/<\/?code>/g, '`'))
    .replaceAll('\u200b', '')
    .replaceAll('\u00a0', ' ');
}

/** In the texts between elements. */
function found(html: string, pattern: RegExp): string[] {
  return html.split(/<[^>]*>/).flatMap((text) => decoded(text).match(pattern) ?? []);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (all, number, name) =>
    number === undefined ? (named[name] ?? all) : String.fromCodePoint(Number(number)),
  );
}
