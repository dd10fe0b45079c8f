import type { Fault } from './faults.ts';
import { type DefaultedName, type InputName, type InputValue, type InputValues, inputs } from './inputs.ts';
import {
  allFilePlatforms,
  allImagePlatforms,
  formatPlatform,
  type Platform,
  parsePlatform,
} from './platform.ts';
import type { Output, TargetSettings } from './request.ts';

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

/** One target's settings. Faults are what the sources say together and cannot mean. */
export function settingsOf(sources: Sources, outputs: readonly Output[], faults: Fault[]): TargetSettings {
  const base = weighed('base', sources);
  const timezones = weighed('timezones', sources);
  if (timezones && base === 'scratch') {
    const hint =
      'leave out one of the two; a program can also carry its own time zones: --build-tags timetzdata';
    faults.push({ where: '--timezones', message: 'the base scratch has no time zones', hint });
  }
  return {
    platforms: platformsFor(weighed('platforms', sources), outputs, faults),
    buildTags: [...new Set(weighed('buildTags', sources))],
    ldflags: weighed('ldflags', sources),
    goexperiment: weighed('goexperiment', sources),
    cgo: weighed('cgo', sources),
    vcsStamp: weighed('vcsStamp', sources),
    base,
    timezones,
    compression: weighed('compression', sources),
    labels: weighed('labels', sources),
    annotations: weighed('annotations', sources),
    env: weighed('env', sources),
    entrypoint: said('entrypoint', sources),
    cmd: weighed('cmd', sources),
    user: weighed('user', sources),
    workdir: said('workdir', sources),
    ports: weighed('ports', sources),
    assets: weighed('assets', sources),
  };
}

/** Each platform once; `all` is what every output that was asked for can hold. */
function platformsFor(
  wanted: readonly (Platform | 'all')[],
  outputs: readonly Output[],
  faults: Fault[],
): Platform[] {
  const image = outputs.find(({ kind }) => kind !== 'bin');
  const all = image === undefined ? allFilePlatforms : allImagePlatforms;
  const platforms = wanted.flatMap((platform) => (platform === 'all' ? all.map(parsePlatform) : [platform]));
  const distinct = new Map(platforms.map((platform) => [formatPlatform(platform), platform]));
  for (const [name, { os }] of distinct) {
    if (os === 'linux' || outputs.some(({ kind }) => kind === 'bin')) continue;
    const hint = 'no base is for that system; bare files can be had: --output bin:DIR';
    faults.push({ where: '--platform', message: `there can be no image for ${name}`, hint });
  }
  return [...distinct.values()];
}
