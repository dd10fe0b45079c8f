import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { SlipwayError } from './errors.ts';
import type { Environment } from './http.ts';

/**
 * The certificate authorities to trust, as PEM: Node's own, NODE_EXTRA_CA_CERTS, the system's, and those of
 * SSL_CERT_FILE and SSL_CERT_DIR, by which Go's crypto/x509 is told of private ones.
 * @throws SlipwayError E_IO when SSL_CERT_FILE cannot be read: a private authority was meant
 */
export async function trustedCertificates(env: Environment): Promise<string[]> {
  const { getCACertificates } = await import('node:tls');
  const certificates = new Set(
    (['bundled', 'extra', 'system'] as const).flatMap((kind) => getCACertificates(kind)),
  );
  for (const text of [...(await namedFile(env)), ...(await namedFolders(env))]) {
    for (const block of pemBlocks(text)) certificates.add(block);
  }
  return [...certificates];
}

function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

async function namedFile(env: Environment): Promise<string[]> {
  const path = env['SSL_CERT_FILE'];
  if (path === undefined || path === '') return [];
  try {
    return [await readFile(path, 'utf8')];
  } catch (cause) {
    throw new SlipwayError('E_IO', `cannot read the certificates of SSL_CERT_FILE at ${path}`, {
      hint: 'correct SSL_CERT_FILE or unset it',
      cause,
    });
  }
}

/** As Go: folders and files that cannot be read are passed over. */
async function namedFolders(env: Environment): Promise<string[]> {
  const folders = (env['SSL_CERT_DIR'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const texts: string[] = [];
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const text = await readFile(join(folder, name), 'utf8').catch(() => '');
      if (text !== '') texts.push(text);
    }
  }
  return texts;
}
