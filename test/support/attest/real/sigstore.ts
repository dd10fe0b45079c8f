import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { serveProgram } from '../../registry/real.ts';
import { folderOf } from '../../temporary.ts';
import { environment } from '../../tools.ts';
import { freePort } from '../../workspace.ts';
import { signingConfigOf, trustedRootOf } from '../sigstore-documents.ts';
import { startCertificateLog } from './certificate-log.ts';
import { startIssuer } from './issuer.ts';
import { type SigstoreProgram, sigstoreProgram } from './programs.ts';

/** Sigstore's own servers on 127.0.0.1. */
export interface RealSigstore {
  readonly trustedRoot: string;
  readonly signingConfig: string;
  /** Who the issuer of tokens says it is. */
  readonly issuer: string;
  /** A runner's variables, which lead to it. */
  readonly runner: Readonly<Record<string, string>>;
}

type Context = Pick<TestContext, 'after'>;

/** Fulcio, Rekor (version 2) and the timestamp authority, with an issuer of tokens and a certificate log in this process. */
export async function startRealSigstore(t: Context): Promise<RealSigstore> {
  const folder = await folderOf(t);
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const start = async (name: SigstoreProgram, host: string, args: readonly string[]): Promise<void> => {
    const file = await sigstoreProgram(name);
    t.after(await serveProgram({ name, file, env: { ...environment(), HOME: folder } }, args, host));
  };
  const { log: certificateLog, address } = await startOwnServer(t);

  const fulcio = `127.0.0.1:${await freePort()}`;
  // JSON is YAML, but Fulcio has other names in JSON: a document's marker tells it which.
  const config = await write('fulcio.yaml', `---\n${JSON.stringify(fulcioConfig(address))}`);
  const key = await write('ct.pem', certificateLog.publicPem);
  await start('fulcio', fulcio, [fulcio, config, `${address}/ct`, key]);

  const timestamps = `127.0.0.1:${await freePort()}`;
  await start('timestamps', timestamps, [timestamps.slice('127.0.0.1:'.length)]);

  const rekor = `127.0.0.1:${await freePort()}`;
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' });
  await start('rekor', rekor, [
    'serve',
    ...['--hostname', '127.0.0.1', '--http-address', '127.0.0.1', '--grpc-address', '127.0.0.1'],
    ...['--http-port', rekor.slice('127.0.0.1:'.length), '--grpc-port', String(await freePort())],
    ...['--http-metrics-port', String(await freePort()), '--checkpoint-interval', '500ms'],
    ...['--storage-dir', join(folder, 'log'), '--signer-filepath', await write('rekor.pem', signer)],
  ]);

  const { chains } = JSON.parse(await got(`http://${fulcio}/api/v2/trustBundle`)) as {
    chains: { certificates: string[] }[];
  };
  const [authority] = (chains[0]?.certificates ?? []).map((pem) => new X509Certificate(pem).raw);
  if (authority === undefined) throw new Error('Fulcio names its certificate');
  const timestampChain = (await got(`http://${timestamps}/api/v1/timestamp/certchain`))
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
    ?.map((pem) => new X509Certificate(pem).raw);
  const log = { publicKey, logId: createHash('sha256').update(publicKey).digest() };
  const authorities = { authority, certificateLog, timestampChain: timestampChain ?? [] };
  const places = {
    authority: `http://${fulcio}`,
    log: { url: `http://${rekor}`, version: 2 },
    timestamps: `http://${timestamps}/api/v1/timestamp`,
  } as const;
  return {
    trustedRoot: await write('root.json', JSON.stringify(trustedRootOf(places.authority, authorities, log))),
    signingConfig: await write('signing.json', JSON.stringify(signingConfigOf(places))),
    issuer: address,
    runner: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${address}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-secret',
    },
  };
}

/** The issuer of tokens and, under /ct, the certificate log. */
async function startOwnServer(t: Context) {
  let address = '';
  const log = startCertificateLog();
  const issuer = startIssuer(() => address);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', address);
    const respond = async (): Promise<void> => {
      const added =
        url.pathname === '/ct/ct/v1/add-pre-chain' ? log.addPreChain(await text(request)) : undefined;
      const answer = issuer.answer(url);
      const body = added ?? (answer && JSON.stringify(answer));
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
    };
    respond().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { log, address };
}

async function got(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.text();
}

/** As the public Fulcio has it for GitHub (its docs/configuration.md). */
function fulcioConfig(issuer: string): object {
  return {
    'oidc-issuers': {
      [issuer]: {
        'issuer-url': issuer,
        'client-id': 'sigstore',
        type: 'ci-provider',
        'ci-provider': 'github-workflow',
      },
    },
    'ci-issuer-metadata': {
      'github-workflow': {
        'default-template-values': { url: 'https://github.com' },
        'subject-alternative-name-template': '{{ .url }}/{{ .job_workflow_ref }}',
        'extension-templates': {
          'github-workflow-trigger': 'event_name',
          'github-workflow-sha': 'sha',
          'github-workflow-name': 'workflow',
          'github-workflow-repository': 'repository',
          'github-workflow-ref': 'ref',
          'build-signer-uri': '{{ .url }}/{{ .job_workflow_ref }}',
          'build-signer-digest': 'job_workflow_sha',
          'runner-environment': 'runner_environment',
          'source-repository-uri': '{{ .url }}/{{ .repository }}',
          'source-repository-digest': 'sha',
          'source-repository-ref': 'ref',
          'source-repository-identifier': 'repository_id',
          'source-repository-owner-uri': '{{ .url }}/{{ .repository_owner }}',
          'source-repository-owner-identifier': 'repository_owner_id',
          'build-config-uri': '{{ .url }}/{{ .workflow_ref }}',
          'build-config-digest': 'workflow_sha',
          'build-trigger': 'event_name',
          'run-invocation-uri':
            '{{ .url }}/{{ .repository }}/actions/runs/{{ .run_id }}/attempts/{{ .run_attempt }}',
          'source-repository-visibility-at-signing': 'repository_visibility',
        },
      },
    },
  };
}
