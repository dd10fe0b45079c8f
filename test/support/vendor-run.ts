import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { VendorInspection } from '../../src/report/vendor-inspection.ts';
import { askModule } from './asked-module.ts';
import { type Edits, edit } from './edits.ts';
import { go } from './go-programs.ts';
import { folderOf } from './temporary.ts';

/** What `slipway inspect DIR --vendor --json` prints of a folder, held against the schema; and what it tells a person. */
export async function inspectVendorFolder(
  t: Pick<TestContext, 'after'>,
  root: string,
  {
    env = {},
    flags = [],
  }: { readonly env?: Record<string, string>; readonly flags?: readonly string[] } = {},
): Promise<{ found: VendorInspection; text: string }> {
  return askModule(t, root, 'vendor', ['--vendor', ...flags], env);
}

const sources = {
  'go.mod': [
    'module example.com/app',
    'go 1.24',
    'require (\n\tgolang.org/x/text v0.30.0\n\texample.com/near v0.0.0\n)',
    'replace example.com/near => ./near\n',
  ].join('\n\n'),
  'main.go': `package main

import (
	"fmt"

	"example.com/near"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

func main() { fmt.Println(cases.Title(language.English).String(near.Word)) }
`,
  'near/go.mod': 'module example.com/near\n\ngo 1.24\n',
  'near/near.go': 'package near\n\nconst Word = "a word from near by"\n',
  'near/near_test.go': 'package near\n',
} as const;

/** A program of a published module and of one in a folder, as `go mod vendor` leaves it; for copies of it. */
export async function vendoredProgram(root: string): Promise<string> {
  await edit(root, sources);
  go(['mod', 'tidy'], { GOFLAGS: '-mod=mod' }, root);
  go(['mod', 'vendor'], {}, root);
  return root;
}

/** A copy of a folder with edits. */
export async function copyWith(t: Pick<TestContext, 'after'>, root: string, edits: Edits): Promise<string> {
  const copy = join(await folderOf(t), 'app');
  await mkdir(copy);
  await cp(root, copy, { recursive: true });
  await edit(copy, edits);
  return copy;
}

/** The program of a folder as the go command itself builds it with its modules from one place. */
export function builtByGo(root: string, mode: 'vendor' | 'readonly', ...args: readonly string[]): string {
  const output = join(root, `built-by-go.${mode}${args.join('').replaceAll(/[^a-z]/g, '')}`);
  const flags = ['-trimpath', '-buildvcs=false', `-mod=${mode}`, ...args];
  const ldflags = args.some((arg) => arg.startsWith('-ldflags')) ? [] : ['-ldflags=-s -w'];
  const env = { GOOS: 'linux', GOARCH: 'amd64', GOAMD64: 'v1' };
  go(['build', ...flags, ...ldflags, '-o', output, '.'], env, root);
  return output;
}
