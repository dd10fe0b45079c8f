import { mask } from '../../gobuild/go-command.ts';
import { formatPlatform } from '../../request/platform.ts';
import { settleAll } from '../../support/concurrency.ts';
import { type ErrorCode, SlipwayError } from '../../support/errors.ts';
import { type CommandResult, failure, shellLine } from '../../support/exec.ts';
import { parseFields } from '../../support/fields.ts';
import { readTextIfExists } from '../../support/files.ts';
import { type Digest, isDigest } from '../../support/hashing.ts';
import type { BuildkitClient } from './client.ts';
import type { CacheFor, Solve, SolvePart } from './solve.ts';

/**
 * Has BuildKit make something.
 * @param code of the failure when nothing tells another
 * @param secrets what is masked in words of programs that ran inside
 * @returns the digest of the image, where one was made and BuildKit tells it
 * @throws SlipwayError with what BuildKit said last and the command: E_NETWORK when it went away meanwhile or a module cannot be had,
 *   E_IO for a full disk, E_REGISTRY for a registry that failed it, E_AUTH for one that refused it, else `code`
 */
export async function solve(
  client: BuildkitClient,
  what: Solve,
  code: ErrorCode,
  secrets: readonly string[] = [],
): Promise<Digest | undefined> {
  const { file, args: own } = client.command(what);
  const metadata = `${what.output.path}.json`;
  const args = [...own, '--metadata-file', metadata];
  const result = await client.exec({ file, args, env: client.env });
  if (result.status === 0) return toldDigest(metadata);
  const said = mask(lastWords(result.stderr), secrets);
  throw await fault(client, what, { ...result, stderr: said }, code, shellLine({ file, args }));
}

/** docs.docker.com/reference/cli/docker/buildx/build, "metadata-file" */
async function toldDigest(path: string): Promise<Digest | undefined> {
  const digest = parseFields(Buffer.from((await readTextIfExists(path)) ?? ''))?.['containerimage.digest'];
  return typeof digest === 'string' && isDigest(digest) ? digest : undefined;
}

/**
 * The same in as many parts as it takes: of a builder with several nodes each makes its own platforms, and buildx joins no layouts.
 * @param what its output's path is that of the first part, and the beginning of the others'
 */
export async function solveInParts(
  client: BuildkitClient,
  what: Omit<Solve, 'cacheFrom' | 'cacheTo'>,
  cacheFor: CacheFor,
  code: ErrorCode,
  secrets: readonly string[] = [],
): Promise<SolvePart[]> {
  const { definition, output } = what;
  const { platforms: all } = definition;
  const groups = client.hasNodes ? all.map((platform) => [platform]) : [all];
  return settleAll(
    groups.map(async (platforms, at) => {
      const cache = await cacheFor(platforms);
      const path = at === 0 ? output.path : `${output.path}-${at}`;
      const own = new Set(platforms.map(formatPlatform));
      const part: Solve = {
        ...what,
        ...{ cacheFrom: cache.cacheFrom, cacheTo: cache.cacheTo },
        definition: { ...definition, platforms },
        output:
          output.kind === 'files'
            ? { ...output, path }
            : {
                ...{ ...output, path },
                annotations: new Map([...output.annotations].filter(([name]) => own.has(name))),
              },
      };
      const digest = await solve(client, part, code, secrets);
      return { platforms, path, ...(digest !== undefined && { digest }), done: cache.done };
    }),
  );
}

async function fault(
  client: BuildkitClient,
  { definition: { name } }: Solve,
  result: CommandResult,
  code: ErrorCode,
  line: string,
): Promise<SlipwayError> {
  const { stderr: said } = result;
  const told = `\n${said}\n$ ${line}`;
  if (!(await client.answers())) {
    const what = `BuildKit (${client.builder}) went away while it made ${name}: ${failure(result)}`;
    const hint = 'nothing was written; look at its log (out of memory?), start it and run again';
    return new SlipwayError('E_NETWORK', `${what}${told}`, { hint });
  }
  const known = advice.find(({ pattern, where }) => pattern.test(where === 'summary' ? summary(said) : said));
  const message = `BuildKit (${client.builder}) could not make ${name}: ${failure(result)}${told}`;
  return new SlipwayError(known?.code ?? code, message, { hint: known?.hint });
}

interface Advice {
  /** `summary`: not in what a program printed that runs inside. */
  readonly where: 'all' | 'summary';
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly hint: string;
}

/** BuildKit has one exit status for all: what it says is all that tells these apart. */
const advice: readonly Advice[] = [
  {
    where: 'all',
    pattern: /no space left on device/i,
    code: 'E_IO',
    hint: 'a disk is full, most often that of BuildKit: "docker buildx prune" or "buildctl prune" frees what can be made again',
  },
  {
    where: 'all',
    pattern: /C compiler "[^"]*" not found|"git": executable file not found/,
    code: 'E_BUILD',
    hint: 'without an image of its own Go compiles on an empty one: --compile-image names one with a C compiler, or with git',
  },
  {
    where: 'all',
    // As the go command says it: `example.com/x@v1.2.3: reading https://…`.
    pattern: /@v\d\S*: (?:reading |Get ")|module lookup disabled by GOPROXY=/,
    code: 'E_NETWORK',
    hint: 'modules are fetched inside BuildKit: GOPROXY must be one that it can reach; or "go mod vendor", or --compile host',
  },
  {
    where: 'summary',
    pattern:
      /failed to solve: (?:error writing|failed to (?:push|copy|export)|exporting to|.*(?:cache export|exporting cache))/i,
    code: 'E_REGISTRY',
    hint: 'the cache was not written, and nothing names what was; run again, or leave out --buildkit-cache',
  },
  {
    where: 'summary',
    pattern: /401 Unauthorized|403 Forbidden|authorization failed|insufficient_scope/i,
    code: 'E_AUTH',
    hint: 'BuildKit takes the logins of docker login on this machine, and what --registry-auth says',
  },
  {
    where: 'summary',
    pattern: /failed to resolve source metadata|failed to do request|unexpected status.*50\d/i,
    code: 'E_REGISTRY',
    hint: 'an image of the Dockerfile cannot be had from its registry: is it named right, and can BuildKit reach it?',
  },
];

/** The lines in which the client says why it failed: `error: failed to solve: …`, of buildx `ERROR: failed to build: failed to solve: …`. */
function summary(said: string): string {
  return said
    .split('\n')
    .filter((line) => /^error: /i.test(line))
    .join('\n');
}

/** The last part of what BuildKit printed: the step that failed, and its summary. */
function lastWords(text: string): string {
  const lines = text.trimEnd().split('\n');
  const error = lines.findLastIndex((line) => /^(#\d+ ERROR|------)/.test(line));
  const from = error < 0 ? lines.length - 20 : Math.max(error - 20, lines.length - 60);
  return lines.slice(Math.max(0, from)).join('\n');
}
