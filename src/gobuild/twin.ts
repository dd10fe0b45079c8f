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
  return linkBeside(context, target, platform, { suffix: '.symbols', flags: [] });
}

/**
 * Whether the linker can link a platform's objects to ELF too: of macOS, whose programs call the system by stubs that the linker
 * makes. Of Windows it cannot: code there reads addresses of the system's functions from a table that ELF has not.
 */
export function hasElfLink({ os }: Platform, { cgo }: Pick<Target['settings'], 'cgo'>): boolean {
  return os === 'darwin' && !cgo;
}

/**
 * Links the same objects with symbols to ELF, which writes lengths of symbols where Mach-O has none. Nobody can run what comes
 * out. Only where `hasElfLink` says so.
 * @returns where it lies
 * @throws SlipwayError E_BUILD
 */
export async function linkToElf(
  context: TwinContext,
  target: TwinTarget,
  platform: Platform,
): Promise<string> {
  return linkBeside(context, target, platform, { suffix: '.elf', flags: ['-H=linux'] });
}

type TwinContext = Pick<BuildContext, 'go' | 'request' | 'workspace' | 'source' | 'signal'>;
type TwinTarget = Pick<Target, 'name' | 'importPath' | 'module' | 'settings'>;

async function linkBeside(
  context: TwinContext,
  target: TwinTarget,
  platform: Platform,
  { suffix, flags }: { readonly suffix: string; readonly flags: readonly string[] },
): Promise<string> {
  const filled = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
  const ldflags = [withSymbols(filled), ...flags].join(' ');
  const shipped = compileRequest(context, target, platform, ldflags);
  const request = { ...shipped, output: `${shipped.output}${suffix}` };
  const { signal } = context;
  const { executable } = await withLock(`${request.output}.lock`, { signal }, () =>
    compile(forLinking(context.go), request),
  );
  return executable.path;
}

/** The same linker flags without the one that leaves the symbol table out; -w stays, since -s implies it. */
export function withSymbols(ldflags: string): string {
  // A field that begins with a quote goes to the next one (cmd/internal/quoted).
  const fields = ldflags.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const flags = fields.filter((flag) => !/^--?s(=true)?$/.test(flag));
  return flags.some((flag) => /^--?w(=true)?$/.test(flag)) ? flags.join(' ') : ['-w', ...flags].join(' ');
}
