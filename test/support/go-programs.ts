import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatSources } from './format-sources.ts';
import { lookupSources } from './lookup-sources.ts';
import { repository } from './slipway.ts';
import { goEnvironment } from './tools.ts';
import { trialSource } from './trial-source.ts';

/** Sources of tiny programs, by file name. Each is a module of its own. */
const sources = {
  trial: trialSource,
  hello: {
    'go.mod': 'module example.com/hello\n\ngo 1.25\n',
    'main.go': 'package main\n\nfunc main() { println("hello") }\n',
  },
  web: {
    'go.mod': 'module example.com/web\n\ngo 1.24\n',
    'main.go': `package main

import (
	"fmt"
	"mime"
	"net/http"
	"os"
	"runtime"
	"time"
)

var note string

func main() {
	fmt.Println(note, runtime.GOROOT(), os.TempDir(), mime.TypeByExtension(".x"), time.Now().Location())
	fmt.Println(http.ListenAndServe(":8080", nil))
}
`,
  },
  cgo: {
    'go.mod': 'module example.com/cgo\n\ngo 1.24\n',
    'main.go': `package main

// static const char *here(void) { return __FILE__; }
import "C"

func main() { println(C.GoString(C.here())) }
`,
  },
  generic: {
    'go.mod': 'module example.com/generic\n\ngo 1.18\n',
    'main.go': `package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"text/template"
)

type pair[K comparable, V any] struct {
	key K
	val V
}

type namer interface{ name() string }

func (p pair[K, V]) name() string { return fmt.Sprint(p.key) }

func swap[K, V comparable](p pair[K, V]) pair[V, K] { return pair[V, K]{p.val, p.key} }

func main() {
	p := swap(pair[string, int]{"a", 1})
	var n namer = p
	xs := []struct{ A, B string }{{"x", n.name()}}
	sort.Slice(xs, func(i, j int) bool { return xs[i].A < xs[j].A })
	defer func() { fmt.Println(recover()) }()
	json.NewEncoder(os.Stdout).Encode(xs)
	template.Must(template.New("x").Parse("{{.}}")).Execute(os.Stdout, map[string]pair[int, string]{"q": p})
}
`,
  },
  modules: {
    'go.mod': `module example.com/modules

go 1.24

require example.com/left v1.2.3

replace example.com/left v1.2.3 => ./left
`,
    'cmd/tool/main.go': 'package main\n\nimport "example.com/left"\n\nfunc main() { println(left.Word) }\n',
    'left/go.mod': 'module example.com/left\n\ngo 1.24\n',
    'left/left.go': 'package left\n\nvar Word = "left"\n',
  },
  gzip: {
    'go.mod': 'module example.com/gzip\n\ngo 1.24\n',
    'main.go': `// Compresses standard input as Go does, at the level that is its argument, and begins a block every 100,000 bytes.
package main

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strconv"
)

func main() {
	level, err := strconv.Atoi(os.Args[1])
	check(err)
	writer, err := gzip.NewWriterLevel(os.Stdout, level)
	check(err)
	writer.Name, writer.Comment, writer.Extra = "layer.tar", "by Go", []byte("extra")
	for err == nil {
		_, err = io.CopyN(writer, os.Stdin, 100_000)
		check(writer.Flush())
	}
	if !errors.Is(err, io.EOF) {
		check(err)
	}
	check(writer.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
`,
  },
  embedding: {
    'go.mod': 'module example.com/embedding\n\ngo 1.25\n',
    'main.go': `package main

import (
	"embed"
	"example.com/embedding/pages"
)

//go:embed own shared.txt
var files embed.FS

func main() {
	own, _ := files.ReadDir("own")
	println(len(own), len(pages.All()))
}
`,
    'own/a.txt': 'a'.repeat(5000),
    'own/b.txt': 'b'.repeat(700),
    'own/empty.txt': '',
    'shared.txt': 'the same in both '.repeat(100),
    'pages/pages.go': `package pages

import "embed"

//go:embed shared.txt page.html
var files embed.FS

func All() []byte {
	page, _ := files.ReadFile("page.html")
	shared, _ := files.ReadFile("shared.txt")
	return append(page, shared...)
}
`,
    'pages/shared.txt': 'the same in both '.repeat(100),
    'pages/page.html': '<p>page</p>'.repeat(300),
  },
  ...formatSources,
  ...lookupSources,
} as const;

export interface ProgramRequest {
  readonly source: keyof typeof sources;
  /** Package argument; the module's root package by default. */
  readonly main?: string;
  /** Further arguments of go build. */
  readonly args?: readonly string[];
  /** Variables such as GOOS; CGO_ENABLED is 0 unless named. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Program {
  readonly path: string;
  /** The folder that it was built in. */
  readonly directory: string;
}

export const shipped = ['-trimpath', '-ldflags=-s -w'] as const;

let version: string | undefined;

/** For example `go1.26.8`. */
export function goVersion(): string {
  version ??= go(['env', 'GOVERSION'], {}).trim();
  return version;
}

/** Runs the real go command; throws with its standard error when it fails. */
export function go(args: readonly string[], env: Readonly<Record<string, string>>, cwd = repository): string {
  return execFileSync('go', args, {
    cwd,
    env: goEnvironment({ CGO_ENABLED: '0', ...env }),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  });
}

/** What a test of a cgo program passes to its `skip` option: these name x86-64's interpreter and need a C compiler. */
export function lacksCgo(): string | false {
  if (process.arch !== 'x64' || process.platform !== 'linux') return 'cgo programs are tested on linux/amd64';
  return spawnSync('gcc', ['--version']).error === undefined ? false : 'gcc is not on this machine';
}

/** A program made by the real compiler; kept under .tools by Go version, source and arguments, so that each is linked once. */
export function goProgram(request: ProgramRequest): Program {
  const files = sources[request.source];
  const home = join(repository, '.tools', 'test-programs', goVersion());
  const directory = join(home, `source-${request.source}-${keyOf(files)}`);
  const path = join(home, `${request.source}-${keyOf({ request, files, home })}`);
  if (!existsSync(path)) {
    writeSources(directory, files);
    const partial = `${path}.${randomBytes(4).toString('hex')}`;
    const { args = [], main = '.', env = {} } = request;
    go(['build', '-buildvcs=false', ...args, '-o', partial, main], env, directory);
    renameSync(partial, path);
  }
  return { path, directory };
}

/** The compiled packages that a trimmed program without tags is linked from. */
export function listArchives(
  directory: string,
  main: string,
  env: Readonly<Record<string, string>>,
): string[] {
  const args = ['list', '-deps', '-export', '-trimpath', '-f={{.Export}}', '--', main];
  return go(args, env, directory).split('\n').filter(Boolean);
}

/** Each file whole from its first moment: another test may be compiling them. */
function writeSources(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    const partial = `${directory}.${randomBytes(4).toString('hex')}`;
    writeFileSync(partial, text);
    renameSync(partial, join(directory, name));
  }
}

function keyOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

/** Every linux port, as GOARCH. */
export const linuxArchitectures = [
  '386',
  'amd64',
  'arm',
  'arm64',
  'loong64',
  'mips',
  'mips64',
  'mips64le',
  'mipsle',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
] as const;

/** A hello-world as Slipway ships it: no cgo, trimmed, stripped. */
export function shippedHello(
  os: string,
  architecture: string,
  env: Readonly<Record<string, string>> = {},
): Program {
  return goProgram({ source: 'hello', args: shipped, env: { GOOS: os, GOARCH: architecture, ...env } });
}
