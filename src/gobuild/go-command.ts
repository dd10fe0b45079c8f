import { SlipwayError } from '../support/errors.ts';
import { type Command, type Exec, failure, shellLine } from '../support/exec.ts';

/** How to call one toolchain's go command: the program, the closed environment, and what of it to show to people. */
export interface GoCommand {
  /** Absolute path of bin/go. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly exec: Exec;
  /** Secrets that the environment carries; masked in whatever is shown. */
  readonly secrets: readonly string[];
  /** Where what go says goes when it ended well: downloads, warnings. */
  readonly tell?: (text: string) => void;
}

/** Variables that decide the bytes: shown in front of a command that people may want to repeat. */
const shownVariables =
  /^(GOOS|GOARCH|GOAMD64|GOARM|GOEXPERIMENT|CGO_ENABLED|GOPROXY|GOWORK|GOFLAGS|GOENV|GOTOOLCHAIN)$/;

export interface GoRun {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the closed environment: the platform's variables. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The command line of a run as one could paste it. */
export function goShellLine(go: GoCommand, run: GoRun): string {
  return mask(shellLine(commandOf(go, run), shown({ ...go.environment, ...run.variables })), go.secrets);
}

/**
 * Runs go to its end and gives its standard output; what else it says is told, once and in full.
 * @throws SlipwayError E_BUILD with everything go said and the command, when its status is not 0
 */
export async function runGo(go: GoCommand, run: GoRun, what: string): Promise<string> {
  const result = await go.exec(commandOf(go, run));
  const stderr = mask(result.stderr, go.secrets).trimEnd();
  if (result.status === 0) {
    if (stderr !== '') go.tell?.(stderr);
    return result.stdout;
  }
  const printed = run.args[0] === 'build' ? `\n${mask(result.stdout, go.secrets).trimEnd()}` : '';
  const said = `${stderr}${printed}`.trim();
  throw new SlipwayError('E_BUILD', `${what}: ${failure(result)}\n${said}\n$ ${goShellLine(go, run)}`, {
    hint: hintFor(said),
  });
}

function commandOf(go: GoCommand, run: GoRun): Command {
  return { file: go.file, args: run.args, cwd: run.cwd, env: { ...go.environment, ...run.variables } };
}

function shown(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment)
      .filter(([name]) => shownVariables.test(name))
      .sort(),
  );
}

/** The same text without the secrets, and without the user information of any web address. */
export function mask(text: string, secrets: readonly string[]): string {
  const masked = secrets.reduce(
    (left, secret) => (secret === '' ? left : left.replaceAll(secret, '***')),
    text,
  );
  return masked.replaceAll(/(https?:\/\/)[^/@\s'"]+@/g, '$1***@');
}

/** Advice only: what go printed decides no outcome, it may only add a sentence for the person who reads it. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/missing go\.sum entry|updates to go\.(mod|sum) needed/, 'run "go mod tidy" and commit go.mod and go.sum'],
  [
    /error obtaining VCS status/,
    'git refused: "git config --global --add safe.directory DIR" if another user owns the checkout, or --vcs-stamp never',
  ],
  [
    /does not contain modules listed in go\.work/,
    'a workspace is no module itself: name the folder of one of its modules, as in slipway build ./api',
  ],
  [/inconsistent vendoring[\s\S]*go work vendor/, 'run "go work vendor" and commit the vendor folder'],
  [/inconsistent vendoring/, 'run "go mod vendor" and commit the vendor folder'],
  [
    /no space left on device/,
    'the disk is full: free some space, or move GOCACHE and --cache-dir to a larger one',
  ],
  [
    /terminal prompts disabled|could not read Username/,
    'a private module: --git-auth HOST=VARIABLE gives git a token for this run, and GOPRIVATE keeps the module from public proxies',
  ],
  [
    /module lookup disabled by GOPROXY=off/,
    'this run is offline and the module is not in the module cache: run once without --offline',
  ],
  [/signal: killed/, 'the compiler was killed, most often for want of memory: lower --jobs'],
  [
    /build constraints exclude all Go files/,
    'no file of that package is for this platform with cgo off; --cgo turns it on when a C compiler for the platform is there',
  ],
];

/** What to do about something that go says; undefined when there is nothing to add. */
export function hintFor(said: string): string | undefined {
  return hints.find(([pattern]) => pattern.test(said))?.[1];
}
