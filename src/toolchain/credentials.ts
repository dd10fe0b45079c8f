import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import type { Environment } from '../support/http.ts';
import type { GoSettings } from './go-settings.ts';
import { type Host, homeOf } from './ports.ts';

interface Login {
  readonly machine: string;
  readonly login: string;
  readonly password: string;
}

/** The Authorization header for a URL, or undefined: what stands in the URL itself, else netrc's, over https only. */
export type Authorize = (url: URL) => string | undefined;

/**
 * The user's credentials as the go command finds them: user information in the URL, and with GOAUTH=netrc (the default)
 * the file NETRC or ~/.netrc. The commands and `git` forms of GOAUTH are not run.
 */
export async function readCredentials(
  env: Environment,
  settings: GoSettings,
  host: Host,
): Promise<Authorize> {
  const methods = settings.GOAUTH.value.split(';').map((method) => method.trim());
  const logins = methods.includes('netrc') ? parseNetrc(await readNetrc(env, host)) : [];
  return (url) => {
    if (url.username !== '') {
      if (url.protocol !== 'https:') {
        throw new SlipwayError('E_CONFIG', `the credentials for ${url.host} would travel unencrypted`, {
          hint: 'write https:// in GOPROXY, or take the credentials out',
        });
      }
      return basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
    }
    if (url.protocol !== 'https:') return undefined;
    const found = logins.find(({ machine }) => machine === url.host || machine === url.hostname);
    return found === undefined ? undefined : basic(found.login, found.password);
  };
}

function basic(login: string, password: string): string {
  return `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
}

async function readNetrc(env: Environment, host: Host): Promise<string> {
  const home = homeOf(env, host);
  const own = home === undefined ? [] : [...(host.os === 'windows' ? ['_netrc'] : []), '.netrc'];
  const paths = env['NETRC'] ? [env['NETRC']] : own.map((name) => join(home ?? '', name));
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return '';
}

/** The first entry of a machine wins; macros are passed over; `default` is not used (cmd/go, internal/auth/netrc.go). */
function parseNetrc(text: string): Login[] {
  const logins: Login[] = [];
  let entry = { machine: '', login: '', password: '' };
  let inMacro = false;
  for (const line of text.split('\n')) {
    if (inMacro) {
      inMacro = line.trim() !== '';
      continue;
    }
    const words = line.split(/\s+/).filter((word) => word !== '');
    for (let at = 0; at + 1 < words.length; at += 2) {
      const value = words[at + 1] ?? '';
      if (words[at] === 'machine') entry = { machine: value, login: '', password: '' };
      else if (words[at] === 'login') entry.login = value;
      else if (words[at] === 'password') entry.password = value;
      else if (words[at] === 'macdef') inMacro = true;
      if (entry.machine !== '' && entry.login !== '' && entry.password !== '') {
        logins.push(entry);
        entry = { machine: '', login: '', password: '' };
      }
    }
    if (words.length % 2 === 1 && words.at(-1) === 'default') break;
  }
  return logins;
}
