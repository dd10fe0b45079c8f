import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { go, goVersion } from '../support/go-programs.ts';
import { repository } from '../support/slipway.ts';

/** How a program is built, in which something may be planted. */
export interface Build {
  /** Besides those of every build. */
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Name of the folder that it is built in. */
  readonly folder?: string;
}

export const names = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu'.split(' ');

/** A file as a generator writes it that ranged over a map: rows in any order. */
export function table(rows: readonly string[] = names): string {
  return `package main\n\nvar table = []string{\n${rows.map((row) => `\t"${row}-row",\n`).join('')}}\n`;
}

export const reversed = table(names.toReversed());

export function mapOf(keys: readonly string[] = names): string {
  const rows = keys.map((key) => `\t"${key}": ${key.length},\n`).join('');
  return `package main\n\nvar lengths = map[string]int{\n${rows}}\n\nfunc init() { note += string(rune(lengths["mu"])) }\n`;
}

export function numbers(all: readonly number[]): string {
  return `package main\n\nvar numbers = []int{${all.join(', ')}}\n\nfunc init() { note += string(rune(numbers[len(note)%5])) }\n`;
}

/** A file that is a part of the program. */
export function embedding(page: string): Record<string, string> {
  return {
    'page.txt': page,
    'page.go':
      'package main\n\nimport _ "embed"\n\n//go:embed page.txt\nvar page string\n\nfunc init() { note += page }\n',
  };
}

/** Functions in an order of their own. */
export function functionsIn(order: readonly string[]): string {
  const body = (name: string): string =>
    `//go:noinline\nfunc ${name}(n int) int { println("${name}"); return n*${name.length} + len(table[n]) }\n`;
  return `package main\n\n${order.map(body).join('\n')}`;
}

const sources: Readonly<Record<string, string>> = {
  'go.mod': 'module example.com/planted\n\ngo 1.24\n',
  'main.go': `package main

var note = "nothing"

func main() {
	println(note, first(1), second(2), third(3))
}
`,
  'table.go': table(),
  'functions.go': functionsIn(['first', 'second', 'third']),
};

export const shipped = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'] as const;

/** A text that is linked into a variable. */
export const noting = (note: string): Build => ({
  args: ['-trimpath', '-buildvcs=false', `-ldflags=-s -w -X main.note=${note}`],
});

/** Links it by the real go command, once for each way: the file is kept under .tools. */
export function planted({ files = {}, args = shipped, env = {}, folder = 'one' }: Build): string {
  const all = { ...sources, ...files };
  const home = join(repository, '.tools', 'test-programs', goVersion());
  const key = createHash('sha256')
    .update(JSON.stringify([all, args, env, folder, home]))
    .digest('hex')
    .slice(0, 12);
  const path = join(home, `planted-${key}`);
  if (existsSync(path)) return path;
  const directory = join(home, `source-planted-${key}`, folder);
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    // Whole from its first moment: another test may be compiling it.
    const partial = `${directory}.${randomBytes(4).toString('hex')}`;
    writeFileSync(partial, text);
    renameSync(partial, join(directory, name));
  }
  const partial = `${path}.${randomBytes(4).toString('hex')}`;
  go(['build', ...args, '-o', partial, '.'], env, directory);
  renameSync(partial, path);
  return path;
}

/** The variables by which the go command builds for a platform. */
export function platform(name: string): Record<string, string> {
  const [GOOS = '', GOARCH = ''] = name.split('/');
  return { GOOS, GOARCH };
}
