import type { SourceLine } from '../../gobuild/source-lines.ts';
import type { ApartKind, BaselineReport, Cause } from '../../report/size-report.ts';
import type { ToldBlocker } from '../../size/dead-code-change.ts';
import { readSnapshot } from '../../size/read-snapshot.ts';
import type { SizeSnapshot, SnapshotImage, SnapshotTarget } from '../../size/snapshot.ts';
import type { SnapshotVerdict } from '../../size/snapshot-verdicts.ts';
import { SlipwayError } from '../../support/errors.ts';
import { isFields, parseForeignJson } from '../../support/fields.ts';
import { type FieldReader, readFields } from '../../support/read-fields.ts';
import type { ApartStep, StepImage } from '../apart/apart-parts.ts';
import { longestExchange, type SizeExchange } from './size-exchange.ts';

/** More than builds have: the time that it takes to compare grows faster than the file. */
const most = {
  targets: 200,
  images: 400,
  packages: 10_000,
  blockers: 100,
  links: 100,
  causes: 2000,
  settings: 100,
  steps: 4,
  verdicts: 20_000,
  checks: 300,
  platforms: 100,
} as const;
/** Characters. The longest import path that the go command takes in practice is shorter. */
const longest = { path: 512, name: 200, setting: 1024 } as const;

const apartKinds: readonly ApartKind[] = ['rebuilt', 'go', 'settings'];
const kinds: readonly BaselineReport['kind'][] = ['file', 'registry', 'cache', 'rebuild'];

/**
 * Reads an exchange, of which nothing is taken on trust: a stranger's run wrote it.
 * @param where what messages call it
 * @throws SlipwayError E_CONFIG when it is none, is damaged, has more in it than builds have, or is of a format that only a
 * newer Slipway knows
 */
export function decodeExchange(content: Uint8Array, where: string): SizeExchange {
  const fault = (why: string) => unreadable(where, why);
  if (content.length > longestExchange) throw fault(`it has ${content.length} bytes`);
  const value = parseForeignJson(content);
  const root = readFields(value, fault);
  const version = root.number('schemaVersion');
  if (version !== 1) throw fault(`its format is ${version}, and this Slipway reads 1`);
  return {
    ...(root.has('baseline') && {
      baseline: {
        ...baselineOf(root.object('baseline')),
        snapshot: snapshotAt('before', value, root, where),
      },
    }),
    go: shortText(root, 'go', longest.name),
    after: snapshotAt('after', value, root, where),
    causes: fewOf(root, 'causes', most.causes).map(causeOf),
    steps: root.has('steps') ? fewOf(root, 'steps', most.steps).map(stepOf) : [],
  };
}

function baselineOf(baseline: FieldReader): BaselineReport {
  const kind = kinds.find((known) => known === baseline.text('kind'));
  if (kind === undefined) throw baseline.misfit('kind', kinds.join(' or '));
  const name = shortText(baseline, 'name', longest.path);
  if (!baseline.has('commit')) return { kind, name };
  const commit = baseline.text('commit');
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw baseline.misfit('commit', 'a commit');
  return { kind, name, commit };
}

function causeOf(cause: FieldReader): Cause {
  const [imports, required] = ['imports', 'required'].map((name) =>
    cause.has(name) ? lineOf(cause.object(name)) : undefined,
  );
  return {
    target: shortText(cause, 'target', longest.name),
    name: shortText(cause, 'name', longest.path),
    ...(imports !== undefined && { imports }),
    ...(required !== undefined && { required }),
  };
}

/** Nothing where it cannot be a line of a file in the repository: a forge shows what is said of one there. */
function lineOf(fields: FieldReader): SourceLine | undefined {
  const [file, line] = [shortText(fields, 'file', longest.path), fields.length('line')];
  return isInRepository(file) && line > 0 && line <= lastLine ? { file, line } : undefined;
}

/** Of no source is it so long. */
const lastLine = 10_000_000;

/** A path from the root, as git has it: no way out, none of git's own files, nothing that cannot be seen. */
function isInRepository(path: string): boolean {
  const isPlain = !/[\\\p{C}\p{Zl}\p{Zp}]|^[a-z]:/iu.test(path);
  return isPlain && path.split('/').every((element) => !/^(?:|\.|\.\.|\.git)$/i.test(element));
}

/** Of images that are not compared nothing is told, and parts follow from lengths alone: what is written here cannot fail to add up. */
function stepOf(step: FieldReader): ApartStep {
  const what = apartKinds.find((known) => known === step.text('what'));
  if (what === undefined) throw step.misfit('what', apartKinds.join(' or '));
  return {
    what,
    images: fewOf(step, 'images', most.images).map(stepImageOf),
    unmeasured: fewOf(step, 'unmeasured', most.targets).map((each) => ({
      target: shortText(each, 'target', longest.name),
      why: shortText(each, 'why', longest.path),
    })),
  };
}

function stepImageOf(image: FieldReader): StepImage {
  const length = (name: 'diskBytes' | 'pullBytes' | 'fileBytes') =>
    image.has(name) && { [name]: image.length(name) };
  return {
    target: shortText(image, 'target', longest.name),
    platform: shortText(image, 'platform', longest.name),
    ...length('diskBytes'),
    ...length('pullBytes'),
    ...length('fileBytes'),
  };
}

function fewOf(fields: FieldReader, name: string, count: number): FieldReader[] {
  const list = fields.list(name);
  if (list.length > count) throw fields.misfit(name, `a list of at most ${count}`);
  return list;
}

/** Without its budgets: those that count are the base's, which a stranger's run does not tell. */
function snapshotAt(name: string, value: unknown, root: FieldReader, where: string): SizeSnapshot {
  const part = isFields(value) ? value[name] : undefined;
  const snapshot = readSnapshot(part, `${name} of ${where}`, (why) => unreadable(where, `${name}: ${why}`));
  const targets = snapshot.targets.map(({ budget: _, ...target }) => target);
  const images = targets.flatMap((target) => target.images);
  const { checks = [] } = snapshot;
  const fits =
    targets.length <= most.targets &&
    images.length <= most.images &&
    targets.every(targetFits) &&
    images.every(imageFits) &&
    verdictsFit(checks) &&
    isDistinct(targets.map((target) => target.name)) &&
    targets.every((target) => isDistinct(target.images.map(({ platform }) => platform)));
  if (!fits) throw root.misfit(name, 'what a build can be: something is there twice, too long, or too often');
  return { ...snapshot, targets };
}

function targetFits({ name, importPath, settings }: SnapshotTarget): boolean {
  const entries = Object.entries(settings);
  return (
    /^[a-z0-9][a-z0-9._-]*$/.test(name) &&
    areShort([name], longest.name) &&
    areShort([importPath], longest.path) &&
    entries.length <= most.settings &&
    entries.every(([key, value]) => areShort([key], longest.name) && areShort([value], longest.setting))
  );
}

/** Each check may have to be looked at on each platform. */
function verdictsFit(verdicts: readonly SnapshotVerdict[]): boolean {
  return (
    verdicts.length <= most.verdicts &&
    verdicts.every(verdictFits) &&
    new Set(verdicts.map(({ check }) => check)).size <= most.checks &&
    new Set(verdicts.map(({ platform }) => platform)).size <= most.platforms
  );
}

/** Targets that are not there have no verdicts that count. */
function verdictFits({ check, target = '', platform, answer }: SnapshotVerdict): boolean {
  const detail = answer.status === 'fail' ? answer.detail : '';
  return (
    /^[a-z0-9-]+\/[a-z0-9-]+$/.test(check) &&
    (platform === undefined || isPlatform(platform)) &&
    areShort([check, target, platform ?? ''], longest.name) &&
    areShort([detail], longest.path)
  );
}

function imageFits({ platform, program, attribution }: SnapshotImage): boolean {
  const { packages = [], versions = {}, retained = {}, deadCode } = attribution ?? {};
  return (
    isPlatform(platform) &&
    areShort([platform], longest.name) &&
    areShort([program.path], longest.path) &&
    packages.length <= most.packages &&
    packages.every(({ path, module, importedBy = '' }) =>
      areShort([path, module, importedBy], longest.path),
    ) &&
    Object.entries(versions).every((pair) => areShort(pair, longest.path)) &&
    Object.keys(retained).every((path) => areShort([path], longest.path)) &&
    (deadCode?.blockers ?? []).length <= most.blockers &&
    (deadCode?.blockers ?? []).every(blockerFits)
  );
}

function blockerFits({ symbol, package: path, imports, hint = '' }: ToldBlocker): boolean {
  return (
    areShort([symbol, path, ...imports], longest.path) &&
    imports.length <= most.links &&
    areShort([hint], longest.setting)
  );
}

function isPlatform(text: string): boolean {
  return /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9.]+)?$/.test(text);
}

function areShort(texts: readonly string[], characters: number): boolean {
  return texts.every((text) => text.length <= characters);
}

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function shortText(fields: FieldReader, name: string, characters: number): string {
  const text = fields.text(name);
  if (text.length > characters) throw fields.misfit(name, `a text of at most ${characters} characters`);
  return text;
}

function unreadable(where: string, why: string): SlipwayError {
  return new SlipwayError('E_CONFIG', `${where} is no size report: ${why}`, {
    hint: 'the run that left it did not leave what Slipway writes: look at its workflow, and at what it changed',
  });
}
