import type { KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle } from '@sigstore/bundle';
import { formatKeyPlace, type KeyPlace } from '../request/key-place.ts';
import type { SigningSettings } from '../request/signing-settings.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Exec, failure } from '../support/exec.ts';
import { findProgram } from '../support/find-program.ts';
import type { Environment } from '../support/http.ts';
import { oneLine } from '../support/one-line.ts';
import type { BundleMaker, Signable } from './bundle-maker.ts';
import { passwordVariable } from './keys/faults.ts';
import { openPublicKey } from './keys/public-key.ts';
import { readBundle } from './read-bundle.ts';

export interface CosignPorts {
  readonly env: Environment;
  readonly exec: Exec;
  /** The system's name as Go has it. */
  readonly host: { readonly os: string };
}

/** The program cosign, version 3, found on PATH. */
export interface CosignProgram extends BundleMaker {
  /**
   * The public half of the key that signs.
   * @throws SlipwayError E_SIGN when cosign cannot open it
   */
  publicKey(key: KeyPlace): Promise<KeyObject>;
}

/** A signing config by which nothing is logged and nothing timestamped (sigstore/protobuf-specs, SigningConfig). */
const nowhere = {
  mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
  rekorTlogConfig: {},
  tsaConfig: {},
};

/**
 * cosign as the one who signs. It makes bundles and does nothing else: what is done with them is the same for both signers,
 * and no registry's login is handed on.
 * @throws SlipwayError E_TOOL when it is not there
 */
export async function openCosign(settings: SigningSettings, ports: CosignPorts): Promise<CosignProgram> {
  const program = await findProgram('cosign', ports.env, ports.host.os);
  if (program === undefined) {
    throw new SlipwayError('E_TOOL', 'there is no program cosign on PATH, and --signer cosign asks for it', {
      hint: 'install version 3 of it, or leave --signer out: slipway itself signs with key files and keyless',
    });
  }
  const run = (args: readonly string[]) => runCosign(program, args, ports);
  const sign = (command: (folder: string) => Promise<readonly string[]>): Promise<Bundle> =>
    inFolder(async (folder) => {
      const out = join(folder, 'bundle.json');
      const [name = '', ...args] = await command(folder);
      const flags = [...keyFlags(settings), ...(await sigstoreFlags(settings, folder))];
      await run([name, '--yes', '--bundle', out, ...flags, ...args]);
      return readBundle(await readFile(out), 'what cosign wrote');
    });
  return {
    statement: (payload) => sign((folder) => statementCommand(payload, folder)),
    content: (content) => sign((folder) => contentCommand(content, folder)),
    async publicKey(key) {
      const pem = await run(['public-key', '--key', formatKeyPlace(key)]);
      return openPublicKey(pem, 'what cosign public-key says');
    },
  };
}

async function statementCommand(payload: Buffer, folder: string): Promise<readonly string[]> {
  const file = join(folder, 'statement.json');
  await writeFile(file, payload);
  return ['attest-blob', '--statement', file];
}

async function contentCommand(content: Signable, folder: string): Promise<readonly string[]> {
  const file = content.kind === 'file' ? content.path : join(folder, 'content');
  if (content.kind === 'bytes') await writeFile(file, content.bytes);
  return ['sign-blob', '--', file];
}

function keyFlags({ key }: SigningSettings): string[] {
  return key === undefined ? [] : ['--key', formatKeyPlace(key)];
}

/** The public Sigstore cosign knows by itself. */
async function sigstoreFlags({ sigstore }: SigningSettings, folder: string): Promise<string[]> {
  if (sigstore.kind === 'public') return [];
  const { trustedRoot, signingConfig } = sigstore;
  const config = signingConfig ?? (await writeJson(join(folder, 'config.json'), nowhere));
  const root = trustedRoot === undefined ? [] : ['--trusted-root', trustedRoot];
  return ['--signing-config', config, ...root];
}

async function writeJson(path: string, content: unknown): Promise<string> {
  await writeFile(path, JSON.stringify(content));
  return path;
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-cosign-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runCosign(file: string, args: readonly string[], { exec, env }: CosignPorts): Promise<string> {
  const known = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const result = await exec({ file, args, env: Object.fromEntries(known) });
  if (result.status === 0) return result.stdout;
  const said = result.stderr.trim().split('\n').slice(-3).map(oneLine).join('\n');
  const what = `cosign ${args[0]} does not sign: ${failure(result)}\n${withoutSecrets(said, env)}`;
  throw new SlipwayError('E_SIGN', what, { hint: 'version 3 of cosign is needed: cosign version' });
}

/** cosign's words, without what it may have been given as a secret. */
function withoutSecrets(text: string, env: Environment): string {
  return [passwordVariable, 'SIGSTORE_ID_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']
    .map((name) => env[name] ?? '')
    .filter((secret) => secret.length > 0)
    .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
