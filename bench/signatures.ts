import { join } from 'node:path';
import { cosignKeys } from '../test/support/attest/keys.ts';
import { startSigstore } from '../test/support/attest/sigstore.ts';
import { gitHubIssuer, token, workflowIdentity } from '../test/support/attest/tokens.ts';
import { distrolessLike } from '../test/support/bases/distroless.ts';
import { pushBase } from '../test/support/bases/places.ts';
import { output, tool } from '../test/support/tools.ts';
import type { Machine } from './machine.ts';
import { type Measurement, measure } from './measure.ts';
import { withRegistry } from './registry.ts';
import { inTurns, type Round } from './rounds.ts';
import { formatTable, type Row } from './table.ts';

const sides = ['slipway', 'cosign'] as const;
const works = ['sign', 'verify'] as const;

type Side = (typeof sides)[number];
type Work = (typeof works)[number];
type Measured = Readonly<Record<Work, Measurement>>;

/** Arguments of either program, and what both find in their environment. */
interface Task {
  readonly name: string;
  readonly args: Readonly<Record<Side, Readonly<Record<Work, readonly string[]>>>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Each signs an image in a registry of its own, and then verifies that. */
async function rounds(
  { args, env }: Task,
  count: number,
  machine: Machine,
): Promise<Round<Side, Measured>[]> {
  const programs = { slipway: [process.execPath, machine.slipway], cosign: [tool('cosign')] };
  return inTurns(sides, count, (side) =>
    withRegistry(join(machine.work, 'registry'), async (host) => {
      const image = `${host}/acme/api:v1`;
      await pushBase(distrolessLike(['linux/amd64', 'linux/arm64']), image);
      const digest = (await output('crane', ['digest', image])).trim();
      const [file = '', ...before] = programs[side];
      const once = (work: Work) =>
        measure([
          {
            file,
            args: [...before, ...args[side][work], `${host}/acme/api@${digest}`],
            cwd: machine.work,
            env: { ...machine.environment, DOCKER_CONFIG: join(machine.work, 'no-login'), ...env },
          },
        ]);
      return { sign: await once('sign'), verify: await once('verify') };
    }),
  );
}

/** The same key, and no log: cosign has to be given a signing config that says so. */
async function keyTask(work: string): Promise<Task> {
  const { privateFile, publicFile, password } = await cosignKeys(work);
  const config = join(work, 'signing-config.json');
  await output('cosign', ['signing-config', 'create', '--out', config]);
  const [signs, verifies] = [
    ['--key', privateFile],
    ['--key', publicFile],
  ];
  return {
    name: 'a key',
    args: {
      slipway: { sign: ['sign', ...signs], verify: ['verify', '--signatures-only', ...verifies] },
      cosign: {
        sign: ['sign', '--yes', ...signs, '--signing-config', config],
        verify: ['verify', ...verifies, '--insecure-ignore-tlog'],
      },
    },
    env: { COSIGN_PASSWORD: password, TUF_ROOT: join(work, 'no-tuf') },
  };
}

/** A certificate, an entry in a log and a time stamp, from a private Sigstore in this process. */
async function keylessTask(work: string, after: (end: () => void | Promise<void>) => void): Promise<Task> {
  const { trustedRoot, signingConfig } = await startSigstore({ after }, { log: 2 });
  const root = ['--trusted-root', trustedRoot];
  const signs = [...root, '--signing-config', signingConfig];
  const who = ['--issuer', gitHubIssuer, '--identity', workflowIdentity];
  const cosignWho = ['--certificate-oidc-issuer', gitHubIssuer, '--certificate-identity', workflowIdentity];
  return {
    name: 'keyless',
    args: {
      slipway: { sign: ['sign', ...signs], verify: ['verify', '--signatures-only', ...root, ...who] },
      cosign: { sign: ['sign', '--yes', ...signs], verify: ['verify', ...root, ...cosignWho] },
    },
    env: { SIGSTORE_ID_TOKEN: token(), TUF_ROOT: join(work, 'no-tuf') },
  };
}

/** `slipway sign` and `slipway verify` beside cosign. */
export async function signaturesTable(machine: Machine, count: number): Promise<string> {
  const ends: (() => void | Promise<void>)[] = [];
  const rows: Row[] = [];
  try {
    for (const task of [
      await keyTask(machine.work),
      await keylessTask(machine.work, (end) => ends.push(end)),
    ]) {
      console.error(`signing with ${task.name}`);
      const done = await rounds(task, count, machine);
      for (const work of works) {
        const measured = done.map(({ slipway, cosign }) => ({
          slipway: slipway[work],
          cosign: cosign[work],
        }));
        rows.push({ cells: [work, task.name], rounds: measured });
      }
    }
  } finally {
    for (const end of ends.reverse()) await end();
  }
  const version = /GitVersion:\s*(\S+)/.exec(await output('cosign', ['version']))?.[1] ?? 'unknown';
  return formatTable({
    heads: ['what is done', 'by'],
    sides: { slipway: 'slipway', cosign: 'cosign' },
    memoryOf: sides,
    rows,
    about: [
      `\`slipway sign\`, which verifies what it made, and \`slipway verify --signatures-only\` beside \`cosign sign\` and \`cosign verify\` (${version}), by digest, in an empty registry each time (docker-registry, plain http on this machine)`,
      'keyless: certificate authority, log (Rekor v2) and timestamp authority answer from this machine at once; no root is fetched',
    ],
  });
}
