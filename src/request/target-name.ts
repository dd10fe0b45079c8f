import { SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import { type Item, matching, scalar } from './kinds.ts';

/** A target's name becomes a file name, a folder and a label: lower case, no separators. */
export const targetName: Item<string> = matching({
  placeholder: 'NAME',
  one: 'a target name: a-z 0-9 . _ - with a letter or digit first',
  many: 'target names',
  pattern: '^[a-z0-9][a-z0-9._-]*$',
});

/** A main package: a folder as ./cmd/api, or an import path. */
export const mainPackage: Item<string> = matching({
  placeholder: 'PACKAGE',
  one: 'a package such as ./cmd/api',
  many: 'packages',
  pattern: '^(?![-/])(?!.*\\.\\.\\.)[^@\\u0000\\n\\r]+$',
  hint: 'one package, as a path from the source folder or an import path; no patterns',
});

/** A target as --target names it; `main` undefined: named in slipway.yaml, or found by its name. */
export interface TargetChoice {
  readonly name: string;
  readonly main: string | undefined;
}

/** Reads `NAME`, `PACKAGE` (named by its last element) or `NAME=PACKAGE`. */
export const targetChoice: Item<TargetChoice> = scalar({
  placeholder: 'NAME|PACKAGE',
  one: 'a target',
  many: 'targets',
  parse: (text) => {
    const equals = text.indexOf('=');
    if (equals >= 0) {
      return {
        name: targetName.parse(text.slice(0, equals)),
        main: mainPackage.parse(text.slice(equals + 1)),
      };
    }
    if (!/^\.{1,2}$|\//.test(text)) return { name: targetName.parse(text), main: undefined };
    return { name: nameOfPackage(text), main: mainPackage.parse(text) };
  },
  show: ({ name, main }) => (main === undefined ? name : `${name}=${main}`),
  schema: { type: 'string' },
});

/**
 * The name the go command gives a package's program: the last element, a major version left out (go help build).
 * A folder such as `.` has no name of its own on every machine, so the user gives one.
 */
function nameOfPackage(text: string): string {
  const elements = text.split('/').filter((element) => element !== '' && element !== '.' && element !== '..');
  const last = elements.at(-1);
  const name = last !== undefined && /^v[1-9]\d*$/.test(last) ? elements.at(-2) : last;
  try {
    return targetName.parse(name ?? '');
  } catch (cause) {
    throw new SlipwayError('E_CONFIG', `${quoted(text)} gives the target no name to use`, {
      hint: `name it: --target api=${text}`,
      cause,
    });
  }
}
