import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { exists } from '../support/files.ts';
import { type ConfigNode, describeNode } from './config-node.ts';
import { collect, type Fault, nearestHint, quoted, throwFaults } from './faults.ts';
import { fieldsOf, type InputValues } from './inputs.ts';
import { targetName } from './target-name.ts';
import { readYaml } from './yaml-nodes.ts';

/** What slipway.yaml says; names and places are checked, paths are as they were written. */
export interface Config {
  readonly top: InputValues;
  readonly targets: ReadonlyMap<string, InputValues>;
}

/** A configuration that was read. Its relative paths start at `directory`. */
export interface ConfigFile extends Config {
  /** How messages and reports call it. */
  readonly name: string;
  readonly path: string;
  readonly directory: string;
}

const defaultConfigNames = ['slipway.yaml', 'slipway.yml'] as const;
/** More than any hand writes; keeps a wrong file from being read whole. */
const mostBytes = 256 * 1024;

/**
 * The configuration of a run: the named file, or slipway.yaml in the source folder when it is there.
 * @param sourceDirectory undefined for MODULE@VERSION, which has no file of its own
 * @throws SlipwayError E_CONFIG with every fault and its line and column; E_IO when the file cannot be read
 */
export async function loadConfig(
  named: string | undefined,
  cwd: string,
  sourceDirectory: string | undefined,
): Promise<ConfigFile | undefined> {
  if (named !== undefined) return readConfigFile(resolve(cwd, named), named);
  if (sourceDirectory === undefined) return undefined;
  const paths = defaultConfigNames.map((name) => join(sourceDirectory, name));
  const present = await Promise.all(paths.map(exists));
  const [path, other] = paths.filter((_, index) => present[index]);
  if (path === undefined) return undefined;
  if (other !== undefined) {
    throw new SlipwayError('E_CONFIG', `both slipway.yaml and slipway.yml are in ${sourceDirectory}`, {
      hint: 'keep one of them, or name one with --config',
    });
  }
  return readConfigFile(path, basename(path));
}

async function readConfigFile(path: string, name: string): Promise<ConfigFile> {
  const source = await readSource(path, name);
  return { ...parseConfig(source, name), name, path, directory: dirname(path) };
}

async function readSource(path: string, name: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= mostBytes) {
      const bytes = await readFile(path);
      if (!isUtf8(bytes)) throw new SlipwayError('E_CONFIG', `${name} is not UTF-8 text`);
      return bytes.toString('utf8').replace(/^\uFEFF/, '');
    }
  } catch (cause) {
    if (!isSystemError(cause) || (cause.code !== 'ENOENT' && cause.code !== 'EISDIR')) throw cause;
    const what = cause.code === 'ENOENT' ? 'there is no such file' : 'it is a folder';
    throw new SlipwayError('E_CONFIG', `--config ${name}: ${what}`, { hint: `looked at ${path}`, cause });
  }
  throw new SlipwayError('E_CONFIG', `${name} is longer than ${mostBytes / 1024} KiB`, {
    hint: 'is it the configuration of Slipway?',
  });
}

/**
 * Reads the text of a configuration.
 * @param name how messages call it
 * @throws SlipwayError E_CONFIG with every fault, each as `name:LINE:COLUMN: …`
 */
export function parseConfig(source: string, name: string): Config {
  const faults: Fault[] = [];
  const root = readYaml(source, name, faults);
  const config = root === undefined ? undefined : readRoot(root, faults);
  throwFaults(faults, name);
  return config ?? { top: {}, targets: new Map() };
}

function readRoot(root: ConfigNode, faults: Fault[]): Config | undefined {
  const special = ['version', 'targets'];
  const top = readFields(root, 'top', special, faults);
  if (root.kind !== 'map') return undefined;
  const version = root.entries.find(({ key }) => key === 'version')?.value;
  if (version !== undefined && !(version.kind === 'number' && version.value === 1)) {
    const message = `expected version: 1, got ${describeNode(version)}`;
    faults.push({ where: version.where, message, hint: 'this Slipway reads version 1 of the file' });
  }
  const targets = root.entries.find(({ key }) => key === 'targets')?.value;
  return { top, targets: targets === undefined ? new Map() : readTargets(targets, faults) };
}

function readTargets(node: ConfigNode, faults: Fault[]): Map<string, InputValues> {
  if (node.kind !== 'map') {
    const hint = 'write "targets:" and under it, indented, "api:" and its settings';
    faults.push({
      where: node.where,
      message: `expected a map of target names, got ${describeNode(node)}`,
      hint,
    });
    return new Map();
  }
  return new Map(
    node.entries.map(({ key, where, value }) => {
      collect(where, faults, () => targetName.parse(key));
      return [key, readFields(value, 'target', [], faults)];
    }),
  );
}

function readFields(
  node: ConfigNode,
  place: 'top' | 'target',
  special: readonly string[],
  faults: Fault[],
): InputValues {
  const known = new Map(fieldsOf(place).map((entry) => [entry.field, entry]));
  if (node.kind === 'nothing') return {};
  if (node.kind !== 'map') {
    faults.push({ where: node.where, message: `expected a map of settings, got ${describeNode(node)}` });
    return {};
  }
  const values: Record<string, unknown> = {};
  for (const { key, where, value } of node.entries) {
    const entry = known.get(key);
    if (entry !== undefined) {
      const read = entry.kind.fromNode(value, faults);
      if (read !== undefined) values[entry.name] = read;
    } else if (!special.includes(key)) {
      faults.push({
        where,
        message: `unknown field ${quoted(key)}`,
        hint: fieldHint(key, place, [...known.keys(), ...special]),
      });
    }
  }
  return values as InputValues;
}

/** Where the field belongs when it is known elsewhere, else the nearest known name. */
function fieldHint(key: string, place: 'top' | 'target', known: readonly string[]): string {
  const elsewhere = fieldsOf(place === 'top' ? 'target' : 'top').some(({ field }) => field === key);
  if (!elsewhere) return nearestHint(key, known);
  return place === 'top'
    ? `${key} belongs under targets.NAME`
    : `${key} holds for the whole run: it belongs at the top of the file`;
}
