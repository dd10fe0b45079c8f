import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeBase } from '../test/support/bases/base-image.ts';
import { writeBaseLayout } from '../test/support/bases/places.ts';
import { output, tool } from '../test/support/tools.ts';
import type { Machine } from './machine.ts';
import { measure, type Step } from './measure.ts';
import { withRegistry } from './registry.ts';
import { inTurns, type Round } from './rounds.ts';
import { formatTable, type Row } from './table.ts';

/** Megabytes (10⁶) of an image whose content does not compress. */
const imageSizes = [60, 1000];
const layersOfImage = 2;

type Side = 'slipway' | 'other';

/** `slipway verify` of an image in a registry, beside the tool that reads such an image whole and compares its digests. */
export async function verifyTable(machine: Machine, rounds: number): Promise<string> {
  const rows: Row[] = [];
  for (const megabytes of imageSizes) {
    console.error(`verifying an image of ${megabytes} MB`);
    const layout = await imageLayout(megabytes, join(machine.work, 'layout'));
    const measured = await withRegistry(join(machine.work, 'registry'), async (host) => {
      const image = `${host}/bench/image:v1`;
      await output('crane', ['push', layout, image]);
      return inTurns<Side, Round<Side>[Side]>(['slipway', 'other'], rounds, (side) =>
        measure([stepOf(side, image, machine)]),
      );
    });
    rows.push({ cells: [`an image of ${megabytes} MB in a registry`], rounds: measured });
    await rm(layout, { recursive: true });
  }
  return formatTable({
    heads: ['what is verified'],
    sides: { slipway: 'slipway verify', other: 'crane validate' },
    memoryOf: ['slipway', 'other'],
    rows,
    about: [
      `\`slipway verify REF\` beside \`crane validate --remote REF\`, ${layersOfImage} layers of random bytes, docker-registry on this machine; no other tool is on slipway's PATH`,
      'both read every layer; slipway also judges the entries of layers, documents by their schemas, and how the registry answers',
    ],
  });
}

async function imageLayout(megabytes: number, folder: string): Promise<string> {
  const layers = Array.from({ length: layersOfImage }, (_, at) => ({
    entries: [
      { path: `content-${at}`, mode: 0o755, content: randomBytes((megabytes * 1_000_000) / layersOfImage) },
    ],
    createdBy: 'bench',
  }));
  const execution = { Entrypoint: ['/content-0'], User: '65532:65532' };
  const recipe = { layers, execution, created: '2026-01-01T00:00:00Z' };
  return writeBaseLayout(
    makeBase(['linux/amd64'], () => recipe, {}),
    folder,
  );
}

function stepOf(side: Side, image: string, { slipway, work, environment }: Machine): Step {
  const env = { ...environment, DOCKER_CONFIG: join(work, 'no-login') };
  if (side === 'other') return { file: tool('crane'), args: ['validate', '--remote', image], cwd: work, env };
  const args = [slipway, 'verify', image, '--cache-dir', join(work, 'cache')];
  return { file: process.execPath, args, cwd: work, env: { ...env, PATH: work } };
}
