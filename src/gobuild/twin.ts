import type { Platform } from '../request/platform.ts';
import { withLock } from '../support/lock.ts';
import { type BuildContext, compileRequest } from './build.ts';
import { compile, forLinking } from './compile.ts';
import { linkerFlags } from './ldflags.ts';
import { templateValues } from './source.ts';
import type { Target } from './targets.ts';

/**
 * Links a program once more with its symbol table and without DWARF: all that is loaded of it has the same bytes, so its
 * symbols say where things lie in the program that is shipped. Nothing is compiled again.
 * @returns where it lies
 * @throws SlipwayError E_BUILD
 */
export async function linkTwin(
  context: TwinContext,
  target: TwinTarget,
  platform: Platform,
): Promise<string> {
  const filled = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
  const shipped = compileRequest(context, target, platform, withSymbols(filled));
  const request = { ...shipped, output: `${shipped.output}.symbols` };
  const { signal } = context;
  const { executable } = await withLock(`${request.output}.lock`, { signal }, () =>
    compile(forLinking(context.go), request),
  );
  return executable.path;
}

type TwinContext = Pick<BuildContext, 'go' | 'request' | 'workspace' | 'source' | 'signal'>;
type TwinTarget = Pick<Target, 'name' | 'importPath' | 'module' | 'settings'>;

const isNoDebug = /^--?w(=true)?$/;

/** The same linker flags without the one that leaves the symbol table out; -w stays, since -s implies it. */
export function withSymbols(ldflags: string): string {
  const flags = without(/^--?s(=true)?$/, ldflags);
  return flags.some((flag) => isNoDebug.test(flag)) ? flags.join(' ') : ['-w', ...flags].join(' ');
}

/** The same linker flags without those that leave the symbol table and DWARF out. */
export function unstripped(ldflags: string): string {
  return without(/^--?[sw](=true)?$/, ldflags).join(' ');
}

function without(flag: RegExp, ldflags: string): readonly string[] {
  // A field that begins with a quote goes to the next one (cmd/internal/quoted).
  const fields = ldflags.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return fields.filter((field) => !flag.test(field));
}
