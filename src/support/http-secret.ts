import type { HttpResponse } from './http.ts';

/** What an answer says, without the credentials of its request: servers that explain a refusal may repeat what they were sent. */
export function withoutCredentials(
  text: string,
  { authorization = '' }: Pick<HttpResponse, 'authorization'>,
): string {
  const [, scheme = '', value = ''] = /^(\S+) +(.+)$/.exec(authorization) ?? [];
  const pair = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : '';
  const secrets = [value, pair, pair.slice(pair.indexOf(':') + 1)];
  return secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
