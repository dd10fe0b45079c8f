import { randomBytes } from 'node:crypto';
import type { ModuleFiles } from './go-module.ts';
import { go } from './go-programs.ts';

/** A package variable that the linker keeps, of so many bytes. */
const table = (name: string, bytes: number): string =>
  `var ${name} = [${bytes}]byte{1}\n\nvar ${name}Sum = func() (sum int) {\n\tfor _, each := range ${name} {\n\t\tsum += int(each)\n\t}\n\treturn sum\n}()\n`;

const replaced: Readonly<Record<string, { version: string; folder: string }>> = {
  'example.com/lib': { version: 'v1.2.3', folder: 'lib' },
  'example.com/twice': { version: 'v1.0.0', folder: 'twice' },
  'example.com/twice/v2': { version: 'v2.0.0', folder: 'twice2' },
  'google.golang.org/grpc': { version: 'v1.62.0', folder: 'grpc' },
  'github.com/smallstep/nosql': { version: 'v0.7.0', folder: 'nosql' },
  'golang.org/x/net': { version: 'v0.1.0', folder: 'net' },
};

const goMod = [
  'module example.com/advised\n\ngo 1.24\n',
  ...Object.entries(replaced).map(([path, { version }]) => `require ${path} ${version}`),
  ...Object.entries(replaced).map(([path, { folder }]) => `replace ${path} => ./${folder}`),
  '',
].join('\n');

const command = (imports: string, body: string): string => `package main

import (
${imports}
)

func main() {
${body}
}
`;

/** Programs with one thing each that can be advised, in a module of their own; other modules lie in folders beside. */
export const advisedFiles: ModuleFiles = {
  'go.mod': goMod,
  ...Object.fromEntries(
    Object.entries(replaced).map(([path, { folder }]) => [`${folder}/go.mod`, `module ${path}\n\ngo 1.24\n`]),
  ),

  'plain/main.go': command('"fmt"', 'fmt.Println("plain")'),
  'zones/main.go': command('"os"\n"time"\n_ "time/tzdata"', 'time.LoadLocation(os.Args[0])'),
  'zoneless/main.go': command('"os"\n"time"', 'time.LoadLocation(os.Args[0])'),
  'web/main.go': command('"net/http"', 'println(http.ListenAndServe(":0", nil) != nil)'),
  'profiled/main.go': command(
    '"net/http"\n_ "net/http/pprof"',
    'println(http.ListenAndServe(":0", nil) != nil)',
  ),

  'constant/main.go': command('"example.com/lib/answers"', 'println(answers.Answer)'),
  'copied/main.go': command('', 'const answer = 42\nprintln(answer)').replace('import (\n\n)\n\n', ''),
  'effect/main.go': command('_ "example.com/lib/answers"', 'println(42)'),
  'function/main.go': command('"os"\n"example.com/lib/answers"', 'println(answers.Double(len(os.Args)))'),
  'variable/main.go': command('"example.com/lib/answers"', 'println(answers.Sum())'),
  'much/main.go': command(
    '"example.com/lib/answers"',
    'println(answers.Double(1), answers.Triple(1), answers.Fourfold(1))',
  ),
  'lib/answers/answers.go': `package answers

const Answer = 42

${table('texts', 20_000)}
//go:noinline
func Double(n int) int { return n * 2 }

//go:noinline
func Triple(n int) int { return n * 3 }

//go:noinline
func Fourfold(n int) int { return n * 4 }

//go:noinline
func Sum() int { return textsSum }
`,

  'versions/main.go': command(
    '"example.com/twice"\nv2 "example.com/twice/v2"',
    'println(twice.Sum(), v2.Sum())',
  ),
  'version/main.go': command('v2 "example.com/twice/v2"', 'println(v2.Sum())'),
  'layered/main.go': command('"example.com/twice"', 'println(twice.Sum())'),
  'twice/twice.go': `package twice

import v2 "example.com/twice/v2"

${table('first', 9000)}
//go:noinline
func Sum() int { return firstSum + v2.Sum() }
`,
  'twice2/twice.go': `package twice

${table('second', 30_000)}
//go:noinline
func Sum() int { return secondSum }
`,

  'traced/main.go': command('"google.golang.org/grpc"', 'grpc.Serve()'),
  'traced-twice/main.go': command(
    '"golang.org/x/net/trace"\n"google.golang.org/grpc"',
    'grpc.Serve()\ntrace.Trace()',
  ),
  'grpc/server.go': 'package grpc\n\nfunc Serve() { trace() }\n',
  'grpc/trace_withtrace.go': `//go:build !grpcnotrace

package grpc

import t "golang.org/x/net/trace"

func trace() { t.Trace() }
`,
  'grpc/trace_notrace.go': '//go:build grpcnotrace\n\npackage grpc\n\nfunc trace() {}\n',
  'net/trace/trace.go': `package trace

${table('families', 12_000)}
//go:noinline
func Trace() { println(familiesSum) }
`,

  'stored/main.go': command('"github.com/smallstep/nosql/mysql"', 'println(mysql.Open())'),
  'nosql/mysql/mysql.go': `//go:build !nomysql

package mysql

import "example.com/lib/answers"

//go:noinline
func Open() int { return answers.Double(1) }
`,
  'nosql/mysql/nomysql.go': '//go:build nomysql\n\npackage mysql\n\nfunc Open() int { return 0 }\n',

  'embedding/main.go': `package main

import "embed"

//go:embed page.txt noise.bin empty.txt
var files embed.FS

func main() {
	page, _ := files.ReadFile("page.txt")
	println(len(page))
}
`,
  'embedding/page.txt': 'one line like the other\n'.repeat(2000),
  'embedding/empty.txt': '',
};

import type { ProgramFacts } from '../../src/size/reach/advice/program.ts';
import { adviceQuestion } from '../../src/size/reach/advice.ts';
import { packageNodes } from '../../src/size/reach/dead-code.ts';
import type { Advice } from '../../src/size/reach/findings.ts';
import type { ProgramReach } from '../../src/size/reach/program-reach.ts';
import { answered } from '../../src/size/reach/question.ts';

/** What does not compress; the name of a file says where it belongs. */
export const noise = { path: 'embedding/noise.bin', bytes: randomBytes(20_000) };

export interface ListedModule {
  readonly path: string;
  readonly version?: string;
}

/** The modules of a program's packages, as `go list` has them; also of folders, which a version would not be known of. */
export function modulesOf(
  directory: string,
  main: string,
  args: readonly string[],
): Map<string, ListedModule> {
  const format = '{{.ImportPath}}\t{{with .Module}}{{.Path}}\t{{.Version}}{{else}}std\t{{end}}';
  const lines = go(['list', '-deps', ...args, `-f=${format}`, main], {}, directory)
    .trim()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const [path = '', module = '', version = ''] = line.split('\t');
      return [path, { path: module, ...(version !== '' && { version }) }];
    }),
  );
}

/** What can be done to make a program smaller. */
export function adviceOn(reach: ProgramReach, facts: ProgramFacts): Advice[] {
  return answered(reach.graph, adviceQuestion(reach, packageNodes(reach), facts));
}
