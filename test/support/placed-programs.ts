import { readFileSync } from 'node:fs';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile, ProgramSymbol } from '../../src/binary/program-file.ts';
import type { PlacedData } from '../../src/size/placed-data.ts';
import { type BesideObjects, besideObjects, keptObjects } from '../../src/size/placing/kept-objects.ts';
import type { ProgramReach } from '../../src/size/reach/program-reach.ts';
import { go } from './go-programs.ts';
import { tellingLinker } from './telling-linker.ts';

/** Texts of one package, of the other, and of both; variables with a text of the linker's; files; generic code. */
export const placingProgram = {
  'go.mod': 'module example.com/placing\n\ngo 1.24\n',
  'main.go': `package main

import (
	"embed"
	"fmt"
	"os"

	"example.com/placing/other"
)

//go:embed page.html
var files embed.FS

var (
	version string
	channel = "stable"
	table   = []shape{{"one and only", 1}, {"the other one", 2}}
)

type shape struct {
	name string
	side int
}

func pick[T any](of []T, at int) T { return of[at%len(of)] }

func main() {
	page, _ := files.ReadFile("page.html")
	fmt.Println(version, channel, len(page), pick(table, len(os.Args)))
	fmt.Println("a text of the main package", "a text of both packages", other.Text(len(os.Args)))
}
`,
  'page.html': `<p>${'a page '.repeat(20_000)}</p>\n`,
  'other/other.go': `package other

import "fmt"

var kept any = 5

// Which of these is given a text nothing but its name tells.
var first, second string

var numbers = [...]uint64{0x1122334455667788, 0x99aabbccddeeff00, 3, 4, 5}

//go:noinline
func Text(at int) string {
	return fmt.Sprint("a text of the other package", "a text of both packages", first, second, kept, numbers[at%len(numbers)])
}
`,
} as const;

export interface PlacingBuild {
  readonly directory: string;
  readonly output: string;
  /** GOOS/GOARCH */
  readonly platform?: string;
  readonly go?: string | undefined;
  readonly ldflags?: string;
  readonly args?: readonly string[];
}

/** A program as it is shipped, and once more by a linker that tells of every symbol where it is. */
export function shippedAndTold(request: PlacingBuild): {
  readonly shipped: ProgramFile;
  readonly told: ProgramFile;
} {
  const { output, go: version } = request;
  return {
    shipped: built({ ...request, output: `${output}-shipped` }, '-s -w'),
    told: built({ ...request, output: `${output}-told` }, '-w', `-toolexec=${tellingLinker(version)}`),
  };
}

function built(request: PlacingBuild, ldflags: string, ...more: readonly string[]): ProgramFile {
  const { directory, output, args = [] } = request;
  const flags = `-ldflags=${ldflags} ${request.ldflags ?? ''}`;
  go(
    ['build', '-buildvcs=false', '-trimpath', flags, ...args, ...more, '-o', output, '.'],
    environmentOf(request),
    directory,
  );
  return openProgram(bytesSource(readFileSync(output)));
}

export function environmentOf({
  platform = 'linux/amd64',
  go: version,
}: Pick<PlacingBuild, 'platform' | 'go'>) {
  const [os = '', architecture = ''] = platform.split('/');
  return { GOOS: os, GOARCH: architecture, ...(version !== undefined && { GOTOOLCHAIN: version }) };
}

/** What Go's own tables tell of, and marks that hold nothing. */
const elsewhere =
  /^_?(type(rel)?[:.]|go:|runtime\.(gc(data|bss|bits\..*)|findfunctab|textsectionmap|(type|itab)link|pcheader|funcnametab|cutab|filetab|pctab|functab|e?pclntab|firstmoduledata|e?(noptr)?(data|bss)|e?rodata|e?types|e?gc(data|bss)|e?covctrs|end)$|gclocals[.·])|([.·]f|\.(opendefer|arginfo[01]|argliveinfo|wrapinfo|args_stackmap|stkobj))$/;

/** Symbols of data, as a linker that tells all has them, that the file holds and no table of Go's own tells of. */
export function toldData({ symbols, sections, format }: ProgramFile): ProgramSymbol[] {
  const zeros = symbols().find(({ name }) => /^_?runtime\.bss$/.test(name));
  return symbols().filter(
    ({ name, kind, section, address, bytes }) =>
      kind === 'object' &&
      (bytes > 0 || format !== 'elf') &&
      sections[section ?? -1]?.executable === false &&
      (sections[section ?? -1]?.bytes ?? 0) > 0 &&
      !(section === zeros?.section && address >= (zeros?.address ?? 0)) &&
      !elsewhere.test(name),
  );
}

/** What is placed elsewhere than the linker says; and what of the linker's is not placed at all. */
export function compared(placed: PlacedData, told: ProgramFile) {
  const places = new Map<string, number[]>();
  for (const { name, address } of told.symbols()) places.set(name, [...(places.get(name) ?? []), address]);
  const wrong = placed.symbols.filter(({ name, address }) => places.get(name)?.includes(address) === false);
  const found = new Set(placed.symbols.map(({ address }) => address));
  const data = toldData(told);
  const missing = data.filter(({ address }) => !found.has(address));
  return { wrong: wrong.map(({ name }) => name), missing: missing.map(({ name }) => name), data };
}

/** A program beside what the linker's rules keep. */
export function beside(program: ProgramFile, reach: ProgramReach): BesideObjects | undefined {
  return besideObjects(program, keptObjects(reach, program.architecture));
}
