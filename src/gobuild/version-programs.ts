import type { Platform } from '../request/platform.ts';
import { withLock } from '../support/lock.ts';
import { type BuildContext, type CompileEvent, compileRequest } from './build.ts';
import { type CompileRequest, compile, type Executable, forLinking } from './compile.ts';
import { linkerFlags } from './ldflags.ts';
import { templateValues } from './source.ts';
import type { Target } from './targets.ts';
import { unstripped } from './twin.ts';

/** A program as one Go makes it. */
export interface VersionProgram {
  /** As `slipway build` links it. */
  readonly shipped: Executable;
  /** The same with symbol table and DWARF: what `go build -trimpath` leaves. */
  readonly whole: Executable;
}

/**
 * Builds a program with one Go beside what other versions make of it, so that none is linked again when all are asked for again. What is
 * compiled serves both links.
 * @param version the toolchain's name, such as go1.26.8: a part of the paths
 * @throws SlipwayError E_BUILD when it does not compile with that version
 */
export async function compileWithVersion(
  context: BuildContext,
  version: string,
  target: Target,
  platform: Platform,
): Promise<VersionProgram> {
  const flags = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
  const usual = compileRequest(context, target, platform, flags);
  // A development build is called by whatever its VERSION file says.
  const named = version.replaceAll(/[^\w.+-]/g, '-');
  const shipped = { ...usual, output: `${usual.output}.${named}` };
  const whole = { ...shipped, ldflags: unstripped(flags), output: `${shipped.output}.whole` };
  const told = { target: `${target.name} ${version}`, platform };
  const started = context.seconds();
  context.progress({ ...told, step: 'compiling' });
  const one = await linked(context, shipped);
  const other = await linked({ ...context, go: forLinking(context.go) }, whole);
  const done: CompileEvent = { ...told, step: 'compiled', linked: one.linked || other.linked };
  context.progress({ ...done, seconds: context.seconds() - started });
  return { shipped: one.executable, whole: other.executable };
}

function linked({ go, signal }: Pick<BuildContext, 'go' | 'signal'>, request: CompileRequest) {
  return withLock(`${request.output}.lock`, { signal }, () => compile(go, request));
}
