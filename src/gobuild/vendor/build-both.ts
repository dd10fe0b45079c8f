import { withLock } from '../../support/lock.ts';
import { type BuildContext, compileRequest, dependencies } from '../build.ts';
import { compile, type Executable } from '../compile.ts';
import { explainLoadFaults } from '../explain.ts';
import { linkerFlags } from '../ldflags.ts';
import { platformVariables } from '../platform-variables.ts';
import { templateValues } from '../source.ts';
import type { Target } from '../targets.ts';
import { type CompiledPackage, compiledPackages } from './compiled-packages.ts';
import { type ModuleMode, withModules } from './vendor-folder.ts';

/** One target for one platform. */
export interface Wanted {
  readonly context: BuildContext;
  readonly target: Target;
  readonly platform: Executable['platform'];
}

/**
 * Links a program with its modules from one place, beside the one that `slipway build` links; all else is the same.
 * @param tag a further build tag
 * @throws SlipwayError E_BUILD when it does not compile, E_NETWORK when its modules cannot be had
 */
export async function buildWith(mode: ModuleMode, wanted: Wanted, tag?: string): Promise<Executable> {
  const context = { ...wanted.context, go: withModules(wanted.context.go, mode) };
  const target = tagged(wanted.target, tag);
  const ldflags = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
  const usual = compileRequest(context, wanted.target, wanted.platform, ldflags);
  const output = `${usual.output}.${mode}${tag === undefined ? '' : '.padded'}`;
  const { signal } = context;
  const { executable } = await withLock(`${output}.lock`, { signal }, () =>
    compile(context.go, { ...usual, settings: target.settings, output }).catch(async (error: unknown) => {
      throw await explainLoadFaults(context, error, dependencies(context, [target]));
    }),
  );
  return executable;
}

/** The packages that `buildWith` links, with what the compiler made of them. */
export function packagesWith(
  mode: ModuleMode,
  { context, target, platform }: Wanted,
  tag?: string,
): Promise<Map<string, CompiledPackage>> {
  const { settings, importPath } = tagged(target, tag);
  return compiledPackages(withModules(context.go, mode), {
    cwd: context.workspace.directory,
    patterns: [importPath],
    tags: settings.buildTags,
    variables: platformVariables(platform, settings),
  });
}

function tagged(target: Target, tag: string | undefined): Target {
  if (tag === undefined) return target;
  const { settings } = target;
  return { ...target, settings: { ...settings, buildTags: [...settings.buildTags, tag] } };
}

/**
 * A build tag that makes the text of the build info longer by so many bytes: it stands there as `build\t-tags=TAG\n`, or behind
 * a comma. Undefined where no tag is as short as that.
 */
export function paddingTag(bytes: number, tags: readonly string[]): string | undefined {
  const length = bytes - (tags.length === 0 ? 'build\t-tags=\n'.length : 1);
  const start = 'padding_';
  return length <= start.length ? undefined : start.padEnd(length, 'x');
}
