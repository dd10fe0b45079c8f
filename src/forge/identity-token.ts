import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import { type Environment, type HttpSend, readBody } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { defaultPatience, type Patience, retrying } from '../support/retry.ts';

interface TokenPorts {
  readonly env: Environment;
  readonly send: HttpSend;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
}

/** Variable with a token that was had elsewhere, as cosign and sigstore-python name it. */
const given = 'SIGSTORE_ID_TOKEN';
/** docs.github.com, "OpenID Connect reference", "Methods for requesting the OIDC token". */
const runner = { url: 'ACTIONS_ID_TOKEN_REQUEST_URL', token: 'ACTIONS_ID_TOKEN_REQUEST_TOKEN' };

/**
 * An identity token for an audience: the one in SIGSTORE_ID_TOKEN, else one that the runner of GitHub Actions gives.
 * @throws SlipwayError E_AUTH when there is none to be had, with what is missing; E_NETWORK
 */
export async function identityToken(
  audience: string,
  { env, send, patience = defaultPatience, signal }: TokenPorts,
): Promise<string> {
  const own = env[given]?.trim() ?? '';
  if (own !== '') return own;
  const [address = '', secret = ''] = [env[runner.url], env[runner.token]];
  if (address === '' || secret === '') throw nobodyVouches(env);
  if (!URL.canParse(address)) throw new SlipwayError('E_AUTH', `${runner.url} is no address`);
  const url = new URL(address);
  url.searchParams.set('audience', audience);
  const headers = { authorization: `Bearer ${secret}`, accept: 'application/json' };
  const answer = await retrying(send, patience)({ url, headers, signal });
  if (answer.status !== 200) {
    discard(answer);
    throw new SlipwayError(
      'E_AUTH',
      `${url.host} gives this job no identity token: it answers ${answer.status}`,
      {
        hint: 'is permissions: id-token: write set for this job?',
      },
    );
  }
  const { value } = parseFields(await readBody(answer, 65_536, signal)) ?? {};
  if (typeof value === 'string' && value !== '') return value;
  throw new SlipwayError('E_AUTH', `${url.host} answers with something else than an identity token`);
}

function nobodyVouches(env: Environment): SlipwayError {
  if (env['GITHUB_ACTIONS'] === 'true') {
    return new SlipwayError(
      'E_AUTH',
      'this job may not ask for an identity token: it lacks the permission id-token: write',
      {
        hint: [
          'give it to the job that signs:',
          '  permissions: { contents: read, packages: write, id-token: write }',
          'and, where that is a called workflow, to the job that calls it; pull requests from forks never get it',
        ].join('\n'),
      },
    );
  }
  return new SlipwayError('E_AUTH', `nothing vouches for who signs: ${given} is not set`, {
    hint: `set ${given} to a token for the audience sigstore, run on GitHub Actions, or sign with --key`,
  });
}
