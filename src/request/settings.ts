import { formatBase } from './base.ts';
import { type Budget, joinBudgets, usualBudget } from './budget.ts';
import type { Fault } from './faults.ts';
import { type DefaultedName, type InputName, type InputValue, type InputValues, inputs } from './inputs.ts';
import { asksForFiles, asksForImages } from './output.ts';
import { type PackPolicy, usualGain } from './pack-policy.ts';
import {
  allFilePlatforms,
  allImagePlatforms,
  formatPlatform,
  type Platform,
  parsePlatform,
} from './platform.ts';
import type { BuildRequest, TargetSettings } from './request.ts';

/** Where a run's results go. */
export type Results = Pick<BuildRequest, 'outputs' | 'push' | 'load'>;

/** What was said, the one that wins first: flags, a target's entry, the file's top. */
export type Sources = readonly InputValues[];

/** An input by precedence; maps are joined name by name. */
export function said<Name extends InputName>(name: Name, sources: Sources): InputValue<Name> | undefined {
  const values = sources.map((source) => source[name]).filter((value) => value !== undefined);
  if (!inputs[name].kind.merges) return values[0];
  return values.length === 0 ? undefined : Object.assign({}, ...values.toReversed());
}

/** An input by precedence, or its default. */
export function weighed<Name extends DefaultedName>(name: Name, sources: Sources): InputValue<Name> {
  return said(name, sources) ?? (inputs[name].fallback as InputValue<Name>);
}

/** Inside BuildKit there is neither a repository nor git: the commit goes to labels alone. */
function vcsStampOf(sources: Sources, faults: Fault[]): TargetSettings['vcsStamp'] {
  if (weighed('compile', sources) === 'host') return weighed('vcsStamp', sources);
  const asked = said('vcsStamp', sources);
  if (asked === 'auto') {
    const message = 'auto has the go command ask git, and with --compile buildkit there is none';
    const hint = 'label, which then holds anyway, puts the commit into labels and annotations';
    faults.push({ where: '--vcs-stamp', message, hint });
  }
  return asked ?? 'label';
}

/** One target's settings. Faults are what the sources say together and cannot mean. */
export function settingsOf(sources: Sources, results: Results, faults: Fault[]): TargetSettings {
  const base = weighed('base', sources);
  const timezones = weighed('timezones', sources);
  if (timezones && base !== 'static') {
    const hint =
      'leave out one of the two; a program can also carry its own time zones: --build-tags timetzdata';
    const message =
      base === 'scratch'
        ? 'the base scratch has no time zones'
        : `they are put into the base static only, and the base is ${formatBase(base)}`;
    faults.push({ where: '--timezones', message, hint });
  }
  return {
    platforms: platformsFor(weighed('platforms', sources), results, faults),
    buildTags: [...new Set(weighed('buildTags', sources))],
    ldflags: weighed('ldflags', sources),
    goexperiment: weighed('goexperiment', sources),
    cgo: weighed('cgo', sources),
    vcsStamp: vcsStampOf(sources, faults),
    base,
    timezones,
    compression: weighed('compression', sources),
    labels: weighed('labels', sources),
    annotations: weighed('annotations', sources),
    env: weighed('env', sources),
    entrypoint: said('entrypoint', sources),
    cmd: weighed('cmd', sources),
    user: said('user', sources),
    workdir: said('workdir', sources),
    ports: weighed('ports', sources),
    assets: weighed('assets', sources),
    archiveFiles: said('archiveFiles', sources),
    budget: budgetOf(sources),
    deadCode: weighed('deadCode', sources),
    pack: packPolicyOf(sources),
    smoke: said('smoke', sources),
  };
}

/** When a target's programs are packed; of the gains each that nobody says is as it usually is. */
export function packPolicyOf(sources: Sources): PackPolicy {
  return {
    modes: weighed('pack', sources),
    minGain: { ...usualGain, ...said('packMinGain', sources) },
    maxStartup: weighed('packMaxStartup', sources),
  };
}

/** A target's budget: what nobody says is as it usually is. */
export function budgetOf(sources: Sources): Budget {
  return joinBudgets([usualBudget, ...sources.map(({ budget }) => budget).toReversed()]);
}

/** Each platform once; `all` is what every output that was asked for can hold. */
function platformsFor(wanted: readonly (Platform | 'all')[], results: Results, faults: Fault[]): Platform[] {
  const { outputs } = results;
  const all = asksForImages(results) ? allImagePlatforms : allFilePlatforms;
  const platforms = wanted.flatMap((platform) => (platform === 'all' ? all.map(parsePlatform) : [platform]));
  const distinct = new Map(platforms.map((platform) => [formatPlatform(platform), platform]));
  for (const [name, { os }] of distinct) {
    if (os === 'linux' || asksForFiles(outputs) || outputs.some(({ kind }) => kind === 'shard')) continue;
    const hint = 'no base is for that system; bare files can be had: --output bin:DIR';
    faults.push({ where: '--platform', message: `there can be no image for ${name}`, hint });
  }
  const imaged = [...distinct].filter(([, { os }]) => os === 'linux').map(([name]) => name);
  if (imaged.length > 1 && outputs.some(({ kind }) => kind === 'docker-archive')) {
    faults.push({
      where: '--output docker-archive',
      message: `a docker archive holds one platform, and ${imaged.join(', ')} are asked for`,
      hint: `choose one, for example --platform ${imaged[0]}, or write an oci-archive`,
    });
  }
  return [...distinct.values()];
}
