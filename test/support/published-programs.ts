import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, goVersion, listArchives } from './go-programs.ts';
import { repository } from './slipway.ts';

/** Real programs, as `go install` takes them. They compile with every Go from 1.22 on; caddy from 1.26 on. */
export const publishedPrograms = {
  age: 'filippo.io/age/cmd/age@v1.2.1',
  caddy: 'github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.7',
  crane: 'github.com/google/go-containerregistry/cmd/crane@v0.20.2',
  dlv: 'github.com/go-delve/delve/cmd/dlv@v1.23.1',
  esbuild: 'github.com/evanw/esbuild/cmd/esbuild@v0.24.0',
  fzf: 'github.com/junegunn/fzf@v0.54.3',
  nats: 'github.com/nats-io/nats-server/v2@v2.10.22',
  rclone: 'github.com/rclone/rclone@v1.68.2',
  shfmt: 'mvdan.cc/sh/v3/cmd/shfmt@v3.10.0',
  yq: 'github.com/mikefarah/yq/v4@v4.44.3',
} as const;

export type PublishedName = keyof typeof publishedPrograms;

export interface PublishedRequest {
  readonly program: PublishedName;
  /** Rather than the pinned one. */
  readonly version?: string;
  /** GOOS/GOARCH; linux/amd64 by default. */
  readonly platform?: string;
  /** For example `go1.24.10`, which the go command fetches; by default the tests' own. */
  readonly go?: string;
  readonly ldflags?: string;
  /** Further arguments of go build, such as -buildmode=pie. */
  readonly args?: readonly string[];
  /** Further variables of the go command, such as GOAMD64; not for `publishedProgram`. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A real program, trimmed and without cgo, linked once and kept under .tools. It is built in a module of its own, which works
 * for foreign platforms too.
 */
export function publishedProgram(request: PublishedRequest): string {
  const { program, platform = 'linux/amd64', ldflags = '-s -w', args = [] } = request;
  const version = request.go ?? goVersion();
  const [main = '', pinned = ''] = publishedPrograms[program].split('@');
  const wanted = `${main}@${request.version ?? pinned}`;
  const home = join(repository, '.tools', 'test-programs', version);
  const key = keyOf([wanted, ldflags, args, home]);
  const path = join(home, `${program}-${platform.replace('/', '-')}-${key}`);
  if (existsSync(path)) return path;
  const [os = '', architecture = ''] = platform.split('/');
  const env = { GOTOOLCHAIN: request.go ?? 'local', GOFLAGS: '-mod=mod' };
  withModuleOf(program, wanted, env, (folder) => {
    const all = ['build', '-buildvcs=false', '-trimpath', `-ldflags=${ldflags}`, ...args];
    go([...all, '-o', join(folder, 'program'), main], { ...env, GOOS: os, GOARCH: architecture }, folder);
    mkdirSync(home, { recursive: true });
    renameSync(join(folder, 'program'), path);
  });
  return path;
}

/** A module of its own that requires a program, for the time of one call. */
export function withModuleOf<T>(
  program: PublishedName,
  wanted: string,
  env: Readonly<Record<string, string>>,
  use: (folder: string) => T,
): T {
  const modules = join(repository, '.tools', 'test-programs', `module-${randomBytes(4).toString('hex')}`);
  mkdirSync(modules, { recursive: true });
  try {
    writeFileSync(join(modules, 'go.mod'), `module example.com/${program}\n\ngo 1.22\n`);
    go(['get', wanted], env, modules);
    return use(modules);
  } finally {
    rmSync(modules, { recursive: true, force: true });
  }
}

/** The compiled packages that such a program is linked from, compiled where they are not in the go command's cache. */
export function publishedArchives({
  program,
  platform = 'linux/amd64',
  go: version,
}: PublishedRequest): string[] {
  const [main = ''] = publishedPrograms[program].split('@');
  const [os = '', architecture = ''] = platform.split('/');
  const env = { GOTOOLCHAIN: version ?? 'local', GOFLAGS: '-mod=mod', GOOS: os, GOARCH: architecture };
  return withModuleOf(program, publishedPrograms[program], env, (folder) => listArchives(folder, main, env));
}

function keyOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

export interface ListedPackage {
  readonly ImportPath: string;
  /** `main` for the main package. */
  readonly Name: string;
  readonly Dir: string;
  readonly Standard?: boolean;
  readonly Module?: { readonly Path: string; readonly Version?: string; readonly Dir?: string };
}

/** What `go list -deps` says of a program's packages, for linux/amd64, the tests' own Go and some build tags. */
export function publishedPackages(program: PublishedName, tags: readonly string[] = []): ListedPackage[] {
  const [main = ''] = publishedPrograms[program].split('@');
  const env = { GOFLAGS: '-mod=mod', GOOS: 'linux', GOARCH: 'amd64' };
  return withModuleOf(program, publishedPrograms[program], env, (folder) => {
    const text = go(
      ['list', '-deps', `-tags=${tags.join(',')}`, '-json=ImportPath,Name,Dir,Standard,Module', main],
      env,
      folder,
    );
    return JSON.parse(`[${text.replace(/^}\n\{/gm, '},{')}]`) as ListedPackage[];
  });
}
