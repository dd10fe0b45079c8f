import { SlipwayError } from '../support/errors.ts';

/** What `{{name}}` in --ldflags may stand for. All are facts of the source, none of the machine or the moment. */
export interface LdflagsValues {
  /** Version of the main module, such as v1.2.3, or `devel` where nothing tells it. */
  readonly version: string;
  /** Full commit hash, or `unknown`. */
  readonly commit: string;
  /** Commit time, RFC 3339 in UTC. */
  readonly date: string;
  readonly target: string;
}

/** Characters that cannot end a linker argument or begin another: a tag or branch name must not become a flag. */
const safeValue = /^[A-Za-z0-9][A-Za-z0-9._+:/@~-]*$/;

/**
 * Fills the templates and puts -s -w in front: no symbol table, no DWARF.
 * @throws SlipwayError E_CONFIG for an unknown template name or a value that could be read as another flag
 */
export function linkerFlags(template: string, values: LdflagsValues): string {
  const filled = template.replace(/\{\{\s*([^}]*?)\s*\}\}/g, (_, name: string) => {
    if (!isName(name, values)) {
      throw new SlipwayError('E_CONFIG', `--ldflags has no template {{${name}}}`, {
        hint: `known: ${Object.keys(values)
          .map((known) => `{{${known}}}`)
          .join(' ')}`,
      });
    }
    const value = values[name];
    if (!safeValue.test(value)) {
      throw new SlipwayError(
        'E_CONFIG',
        `{{${name}}} in --ldflags is ${JSON.stringify(value)}, which could be read as another linker flag`,
        {
          hint: 'rename the tag, or give the value itself instead of the template',
        },
      );
    }
    return value;
  });
  return filled.trim() === '' ? '-s -w' : `-s -w ${filled.trim()}`;
}

function isName(name: string, values: LdflagsValues): name is keyof LdflagsValues {
  return Object.hasOwn(values, name);
}
