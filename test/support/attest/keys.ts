import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { output } from '../tools.ts';

/** A pair of keys as the real cosign makes them. */
export interface CosignKeys {
  readonly privateFile: string;
  readonly publicFile: string;
  readonly privatePem: string;
  readonly publicPem: string;
  readonly password: string;
}

/** Makes a pair of keys in a folder. */
export async function cosignKeys(folder: string, password = 'a secret word'): Promise<CosignKeys> {
  await output('cosign', ['generate-key-pair'], { cwd: folder, env: { COSIGN_PASSWORD: password } });
  const [privateFile, publicFile] = [join(folder, 'cosign.key'), join(folder, 'cosign.pub')];
  return {
    privateFile,
    publicFile,
    privatePem: await readFile(privateFile, 'utf8'),
    publicPem: await readFile(publicFile, 'utf8'),
    password,
  };
}
