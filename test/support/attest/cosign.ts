import { runTool } from '../tools.ts';

/** How the real cosign judges a signature. It prints the same words whether it looked at a log or not: its status counts. */
export interface Judgement {
  readonly holds: boolean;
  readonly said: string;
}

/** `cosign verify` of an image, or `cosign verify-blob` of a file, with these flags. */
export async function cosignVerify(
  what: 'verify' | 'verify-blob',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Judgement> {
  const { status, stderr, stdout } = await runTool('cosign', [what, ...args], { env: offline(env) });
  return { holds: status === 0, said: `${stderr}${stdout}` };
}

/** cosign asks the public Sigstore for its roots before it looks at what it was given. */
function offline(env: Readonly<Record<string, string>>): Record<string, string> {
  return { TUF_ROOT: '/nonexistent', ...env };
}
