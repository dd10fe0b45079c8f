/** A kind of secret that files are known to hold. */
interface SecretKind {
  /** With its article. */
  readonly what: string;
  /** Of absolute paths. */
  readonly path: RegExp;
  /** Of the content's start; without, the name is enough. */
  readonly content?: RegExp;
}

const privateKey = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/;

/** One that is only mentioned, such as ${TOKEN}, is none. */
const kinds: readonly SecretKind[] = [
  { what: 'a private key', path: /\.(pem|key)$/, content: privateKey },
  { what: 'a private SSH key', path: /\/id_(rsa|dsa|ecdsa|ed25519)$/ },
  { what: 'a password for hosts', path: /\/[._]netrc$/, content: /\bpassword\s+\S/ },
  { what: 'a token for npm', path: /\/\.npmrc$/, content: /_(auth|authToken|password)\s*=\s*["']?[^$\s"']/ },
  { what: 'a password for PyPI', path: /\/\.pypirc$/, content: /^\s*password\s*[:=]\s*[^$\s]/m },
  {
    what: 'a login of a registry',
    path: /\/(\.docker\/config\.json|\.dockercfg|containers\/auth\.json)$/,
    content: /"(auth|identitytoken|registrytoken)"\s*:\s*"[^"]/,
  },
  { what: 'a password for git', path: /\/\.git-credentials$/, content: /:\/\/[^\s:/]*:[^\s@]+@/ },
  { what: 'a key of AWS', path: /\/\.aws\/credentials$/, content: /aws_secret_access_key\s*=\s*\S/ },
  {
    what: 'a login of Kubernetes',
    path: /\/\.kube\/config$/,
    content: /(token|client-key-data|password):\s*\S/,
  },
  { what: 'a key of Google Cloud', path: /\.json$/, content: /"private_key"\s*:\s*"-----BEGIN/ },
  {
    what: 'a secret in .env',
    path: /\/\.env(\.[a-z]+)?$/,
    content: /^[^=\n#]*(PASSWORD|SECRET|TOKEN|API_?KEY)[^=\n#]*=\s*["']?[^$\s"'<]/m,
  },
  { what: 'a token for Vault', path: /\/\.vault-token$/ },
  { what: 'a password for PostgreSQL', path: /\/\.pgpass$/ },
];

/** What tests and examples hold is meant to be seen. */
const example = /\/(testdata|tests?|examples?|fixtures|docs?)\//;

/**
 * What kind of secret a file seems to hold; undefined for none. Nothing of the content goes anywhere else.
 * @param path absolute
 * @param head the content's first bytes
 */
export function secretOf(path: string, head: Buffer): string | undefined {
  if (head.length === 0 || example.test(path)) return undefined;
  if (startsAsKey(head)) return 'a private key';
  const named = kinds.filter((kind) => kind.path.test(path));
  if (named.length === 0) return undefined;
  const text = head.toString('latin1');
  return named.find(({ content }) => content?.test(text) !== false)?.what;
}

/** A key is one under any name. */
function startsAsKey(head: Buffer): boolean {
  const start = head.subarray(0, 64).toString('latin1').trimStart();
  if (start.startsWith('PuTTY-User-Key-File-')) return true;
  return start.startsWith('-----BEGIN ') && start.search(privateKey) === 0;
}
