import { type ConfigNode, describeNode } from './config-node.ts';
import { type Fault, quoted } from './faults.ts';

/** Decisions that a lock can hold. */
export const lockedDecisions = ['packed', 'kept', 'reverted', 'impossible'] as const;

/**
 * What was decided about packing a program. The program is known by its package and not by its bytes, which every commit changes:
 * a decision holds until `slipway lock` makes another.
 */
export interface LockedPack {
  /** Import path of the main package. */
  readonly package: string;
  readonly decision: (typeof lockedDecisions)[number];
  /** How it was packed, and by which version of UPX; there with `packed` alone. */
  readonly setting?: string;
  readonly upx?: string;
}

/** Decisions by {@link packKey}. */
export type LockedPacks = ReadonlyMap<string, LockedPack>;

export function packKey(target: string, platform: string): string {
  return `${target} ${platform}`;
}

/** The parts of a {@link packKey}: no name of a target has a blank in it. */
export function namesOf(key: string): { readonly target: string; readonly platform: string } {
  const [target = '', platform = ''] = key.split(' ');
  return { target, platform };
}

/** Reads the section `packs`: target → platform → decision. */
export function readPacks(node: ConfigNode, faults: Fault[]): Map<string, LockedPack> {
  const packs = new Map<string, LockedPack>();
  for (const target of entriesOf(node, 'targets', faults)) {
    for (const platform of entriesOf(target.value, 'platforms', faults)) {
      const pack = readPack(platform.value, faults);
      if (pack !== undefined) packs.set(packKey(target.key, platform.key), pack);
    }
  }
  return packs;
}

function entriesOf(node: ConfigNode, of: string, faults: Fault[]) {
  if (node.kind === 'map') return node.entries;
  if (node.kind !== 'nothing')
    faults.push({ where: node.where, message: `expected a map of ${of}, got ${describeNode(node)}` });
  return [];
}

const fields = ['package', 'decision', 'setting', 'upx'] as const;

function readPack(node: ConfigNode, faults: Fault[]): LockedPack | undefined {
  const before = faults.length;
  const hint = 'slipway lock writes this file';
  const said = new Map<string, string>();
  for (const { key, where, value } of entriesOf(node, 'a decision', faults)) {
    const isKnown = fields.some((name) => name === key);
    const text = value.kind === 'text' || value.kind === 'number' ? value.text : undefined;
    if (!isKnown) faults.push({ where, message: `unknown field ${quoted(key)}`, hint });
    else if (text === undefined)
      faults.push({ where: value.where, message: `expected text, got ${describeNode(value)}`, hint });
    else said.set(key, text);
  }
  const [name, setting, upx] = ['package', 'setting', 'upx'].map((key) => said.get(key));
  const decision = lockedDecisions.find((word) => word === said.get('decision'));
  const isWhole = decision !== 'packed' || (setting !== undefined && upx !== undefined);
  if (name !== undefined && decision !== undefined && isWhole && faults.length === before) {
    return {
      package: name,
      decision,
      ...(setting !== undefined && { setting }),
      ...(upx !== undefined && { upx }),
    };
  }
  if (faults.length === before) {
    const message = `a decision is {package, decision: ${lockedDecisions.join('|')}}, with setting and upx where it is packed`;
    faults.push({ where: node.where, message, hint });
  }
  return undefined;
}

/** The section as it is written: sorted, so that equal decisions give equal bytes. */
export function showPacks(packs: LockedPacks): Record<string, Record<string, LockedPack>> {
  const shown: Record<string, Record<string, LockedPack>> = {};
  for (const [key, pack] of [...packs].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const { target, platform } = namesOf(key);
    const ordered = Object.fromEntries(
      fields.flatMap((name) => (pack[name] === undefined ? [] : [[name, pack[name]]])),
    );
    shown[target] = { ...shown[target], [platform]: ordered as unknown as LockedPack };
  }
  return shown;
}
