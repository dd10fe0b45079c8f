import { createHash } from 'node:crypto';
import { cp, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec, failure } from '../src/support/exec.ts';
import { repository } from '../test/support/slipway.ts';
import { commit, type Machine } from './machine.ts';

export interface Program {
  readonly name: string;
  /** The main package, as seen from the checkout. */
  readonly main: string;
  /** Where its sources are: given a go command, a folder that is copied. */
  readonly sources: (machine: Machine) => Promise<string>;
}

export const caddyModule = 'github.com/caddyserver/caddy/v2@v2.11.7';
export const cosignModule = 'github.com/sigstore/cosign/v3@v3.1.1';
export const natsModule = 'github.com/nats-io/nats-server/v2@v2.15.2';

/** Megabytes (10⁶) that the large program embeds: half of it noise, half of it text that compresses. */
export const largeMegabytes = 200;

export const hello: Program = {
  name: 'hello',
  main: '.',
  sources: async () => join(repository, 'examples', 'hello'),
};
export const natsServer: Program = {
  name: 'nats-server',
  main: '.',
  sources: (machine) => moduleFolder(machine, natsModule),
};
export const caddy: Program = {
  name: 'caddy',
  main: './cmd/caddy',
  sources: (machine) => moduleFolder(machine, caddyModule),
};
export const cosign: Program = {
  name: 'cosign',
  main: './cmd/cosign',
  sources: (machine) => moduleFolder(machine, cosignModule),
};
export const large: Program = { name: 'large', main: '.', sources: makeLarge };

/** The folder of a published module in the module cache, which is read-only. */
export async function moduleFolder({ go, environment, work }: Machine, module: string): Promise<string> {
  const args = ['mod', 'download', '-json', module];
  const result = await exec({ file: go, args, cwd: work, env: environment });
  if (result.status !== 0) throw new Error(`go mod download ${module}: ${failure(result)}\n${result.stderr}`);
  return (JSON.parse(result.stdout) as { Dir: string }).Dir;
}

/** A copy that may be written, with one commit, and with the flags that Slipway gives for ko. */
export async function checkoutOf(program: Program, machine: Machine): Promise<string> {
  const checkout = join(machine.work, program.name);
  await cp(await program.sources(machine), checkout, { recursive: true });
  await exec({ file: 'chmod', args: ['-R', 'u+w', checkout] });
  // JSON is YAML.
  const build = { id: program.name, main: program.main, ldflags: ['-s', '-w'], env: ['CGO_ENABLED=0'] };
  await writeFile(join(checkout, '.ko.yaml'), JSON.stringify({ builds: [build] }));
  await commit(checkout);
  return checkout;
}

/** A program of a few lines that carries data. */
async function makeLarge({ work }: Machine): Promise<string> {
  const folder = join(work, 'large-sources');
  await mkdir(folder, { recursive: true });
  const main =
    'package main\n\nimport _ "embed"\n\n//go:embed data\nvar data string\n\nfunc main() { println(len(data)) }\n';
  await writeFile(join(folder, 'go.mod'), 'module example.com/large\n\ngo 1.24\n');
  await writeFile(join(folder, 'main.go'), main);
  await using file = await open(join(folder, 'data'), 'w');
  const pieceBytes = 1_000_000;
  for (let at = 0; at < largeMegabytes; at += 1) {
    const noise = createHash('shake128', { outputLength: pieceBytes }).update(String(at)).digest();
    await file.write(at % 2 === 0 ? noise : Buffer.from(noise.toString('hex')).subarray(0, pieceBytes));
  }
  return folder;
}
