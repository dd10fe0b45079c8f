/** What `{{name}}` may stand for in --ldflags. */
export const ldflagsTemplates = ['version', 'commit', 'date', 'target'] as const;

/** Linker flags on one line whose every `{{` begins a known template. */
export const ldflagsPattern = `^(?:(?!\\{\\{)[^\\u0000\\n\\r]|\\{\\{ *(?:${ldflagsTemplates.join('|')}) *\\}\\})*$`;

const targetTemplate = '{target}';

/** True when a path differs by target. */
export function namesTarget(path: string): boolean {
  return path.includes(targetTemplate);
}

/** `{target}` in a path, filled in. */
export function fillTarget(path: string, target: string): string {
  return path.replaceAll(targetTemplate, target);
}

/** `{target}`, or `{{target}}` as the templates of tags write it. */
export const targetTemplates = /\{\{ *target *\}\}|\{target\}/g;

/** True when a reference or tag rule differs by target. */
export function namesTargets(text: string): boolean {
  return fillTargets(text, '') !== text;
}

/** Both spellings of a target's name in a reference or tag rule, filled in. */
export function fillTargets(text: string, target: string): string {
  return text.replace(targetTemplates, () => target);
}
