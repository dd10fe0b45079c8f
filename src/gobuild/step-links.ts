import { join } from 'node:path';
import type { Platform } from '../request/platform.ts';
import { type BuildContext, compileRequest } from './build.ts';
import { compile, type Executable, forLinking } from './compile.ts';
import { linkerFlags } from './ldflags.ts';
import { templateValues } from './source.ts';
import type { Target } from './targets.ts';
import { unstripped } from './twin.ts';

/** A program of the same code, with fewer of the flags that the build has. */
export interface StepLink {
  readonly step: 'go-build' | 'trimpath' | 'stripped' | 'tags';
  /** What the step adds, for people. */
  readonly what: string;
  readonly trimpath: boolean;
  /** Templates filled in. The user's own flags are in every step: what they say is no matter of size. */
  readonly ldflags: string;
  readonly buildTags: readonly string[];
}

export type StepTarget = Pick<Target, 'name' | 'importPath' | 'module' | 'settings'>;
type StepContext = Pick<BuildContext, 'go' | 'request' | 'workspace' | 'source'>;

/**
 * The steps from a plain go build to what the build links, which the last one is.
 * @throws SlipwayError E_CONFIG as `linkerFlags`
 */
export function stepLinks({ source }: Pick<StepContext, 'source'>, target: StepTarget): readonly StepLink[] {
  const { buildTags } = target.settings;
  const stripped = linkerFlags(target.settings.ldflags, templateValues(source, target));
  const ldflags = unstripped(stripped);
  const steps: readonly StepLink[] = [
    { step: 'go-build', what: 'go build', trimpath: false, ldflags, buildTags: [] },
    { step: 'trimpath', what: '-trimpath', trimpath: true, ldflags, buildTags: [] },
    { step: 'stripped', what: '-ldflags="-s -w"', trimpath: true, ldflags: stripped, buildTags: [] },
  ];
  if (buildTags.length === 0) return steps;
  const what = `-tags=${buildTags.join(',')}`;
  return [...steps, { step: 'tags', what, trimpath: true, ldflags: stripped, buildTags }];
}

/**
 * Links a step's program into a folder, in the closed environment and with all else as the build has it.
 * @throws SlipwayError E_BUILD when it does not compile
 */
export async function linkStep(
  context: StepContext,
  target: StepTarget,
  platform: Platform,
  { trimpath, ldflags, buildTags, step }: StepLink,
  folder: string,
): Promise<Executable> {
  const settings = { ...target.settings, buildTags };
  const request = {
    ...compileRequest(context, { ...target, settings }, platform, ldflags),
    ...(!trimpath && { trimpath: false as const }),
    output: join(folder, `${step}.program`),
  };
  // The build compiled these packages already.
  const isCompiled = trimpath && buildTags.length === target.settings.buildTags.length;
  const go = isCompiled ? forLinking(context.go) : context.go;
  return (await compile(go, request)).executable;
}
