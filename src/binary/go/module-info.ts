import { SlipwayError } from '../../support/errors.ts';
import { quotedPrefix, unquoteGo } from './quote.ts';

export interface GoModule {
  readonly path: string;
  /** `(devel)` where the main module's version is not known. */
  readonly version: string;
  /** As in go.sum, `h1:…`; absent for the main module and for folders. */
  readonly sum?: string;
  readonly replace?: GoModule;
}

/** What runtime/debug.BuildInfo holds but the Go version. */
export interface ModuleInfo {
  /** Import path of the main package. */
  readonly path?: string;
  readonly main?: GoModule;
  readonly dependencies: readonly GoModule[];
  /** Build settings: `-trimpath`, `CGO_ENABLED`, `GOARCH`, `vcs.revision` and so on. */
  readonly settings: Readonly<Record<string, string>>;
}

type Modules = { main?: GoModule; dependencies: GoModule[]; last?: 'main' | 'dependency' | undefined };

/**
 * Parses the text that the go command hands to the linker, as runtime/debug.ParseBuildInfo does (GOROOT/src/runtime/debug/mod.go).
 * @throws SlipwayError E_BINARY for a line that ParseBuildInfo refuses, with its number
 */
export function parseModuleInfo(text: string): ModuleInfo {
  const modules: Modules = { dependencies: [] };
  const settings: [string, string][] = [];
  let path: string | undefined;
  // What follows the last newline is not a line to ParseBuildInfo either.
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const [, word, rest = ''] = /^(path|mod|dep|=>|build)\t(.*)$/s.exec(line) ?? [];
    if (word === undefined) continue;
    const fail = (why: string): never => {
      throw new SlipwayError('E_BINARY', `the Go build info is damaged: line ${index + 1}: ${why}`);
    };
    if (word === 'path') path = rest;
    else if (word === 'build') settings.push(readSetting(rest, fail));
    else addModule(modules, word, rest.split('\t'), fail);
  }
  return {
    ...(path === undefined ? {} : { path }),
    ...(modules.main === undefined ? {} : { main: modules.main }),
    dependencies: modules.dependencies,
    settings: Object.fromEntries(settings),
  };
}

function addModule(modules: Modules, word: string, columns: string[], fail: (why: string) => never): void {
  if (columns.length !== 3 && (word === '=>' || columns.length !== 2)) {
    fail(`${columns.length} columns for a module`);
  }
  const [path = '', version = '', sum = ''] = columns;
  const module: GoModule = sum === '' ? { path, version } : { path, version, sum };
  if (word === 'mod') {
    modules.main = module;
    modules.last = 'main';
  } else if (word === 'dep') {
    modules.dependencies.push(module);
    modules.last = 'dependency';
  } else {
    replaceLast(modules, module, fail);
    modules.last = undefined;
  }
}

function replaceLast(modules: Modules, replace: GoModule, fail: (why: string) => never): void {
  const replaced = modules.last === 'main' ? modules.main : modules.dependencies.at(-1);
  if (modules.last === undefined || replaced === undefined) fail('a replacement without a module before it');
  else if (modules.last === 'main') modules.main = { ...replaced, replace };
  else modules.dependencies.splice(-1, 1, { ...replaced, replace });
}

function readSetting(text: string, fail: (why: string) => never): [string, string] {
  const quoted = quotedPrefix(text);
  const key = quoted ?? /^[^= \t\r"`]+(?==)/.exec(text)?.[0] ?? fail('a setting without a key');
  if (text[key.length] !== '=') fail('a setting without "=" after its key');
  const value = text.slice(key.length + 1);
  return [unquoted(key, fail), unquoted(value, fail)];
}

/** Blanks and quotes stand only inside a quoted literal. */
function unquoted(text: string, fail: (why: string) => never): string {
  if (!/[ \t\r"`]/.test(text)) return text;
  return unquoteGo(text) ?? fail('a quotation that is not a Go string');
}
