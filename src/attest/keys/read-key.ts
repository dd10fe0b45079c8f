import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { formatKeyPlace, type KeyPlace } from '../../request/key-place.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import type { Environment } from '../../support/http.ts';
import { passwordVariable } from './faults.ts';
import { openPrivateKey, type SigningKey } from './private-key.ts';
import { openPublicKey } from './public-key.ts';

/**
 * Reads the private key that a user names, with the password from COSIGN_PASSWORD.
 * @throws SlipwayError E_CONFIG when it is none that can sign here, E_AUTH when it does not open, E_IO
 */
export async function readPrivateKey(place: KeyPlace, env: Environment): Promise<SigningKey> {
  const where = formatKeyPlace(place);
  return openPrivateKey(await textAt(place, env), where, env[passwordVariable]);
}

/**
 * Reads the public key that a user names.
 * @throws SlipwayError E_CONFIG when it is none, E_AUTH when its variable is not set, E_IO
 */
export async function readPublicKey(place: KeyPlace, env: Environment): Promise<KeyObject> {
  return openPublicKey(await textAt(place, env), formatKeyPlace(place));
}

async function textAt(place: KeyPlace, env: Environment): Promise<string> {
  if (place.kind === 'file') {
    try {
      return await readFile(place.path, 'utf8');
    } catch (error) {
      throw asSlipwayError(error);
    }
  }
  if (place.kind === 'service') {
    throw new SlipwayError('E_INTERNAL', `${place.reference} was to be opened by cosign`);
  }
  const text = env[place.name];
  if (text !== undefined && text !== '') return text;
  throw new SlipwayError('E_AUTH', `the environment variable ${place.name} is not set or empty`, {
    hint: 'it has to hold the key, in PEM',
  });
}
