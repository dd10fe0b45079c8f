import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { edit } from './edits.ts';
import { type PublishedModule, publish } from './file-proxy.ts';
import { go } from './go-programs.ts';
import { folderOf } from './temporary.ts';

function library(path: string, version: string, imports: readonly string[] = []): PublishedModule {
  const name = path.slice(path.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9]/g, '');
  const text = imports.map((other) => `import _ "${other}"\n`).join('');
  const incompatible = version.endsWith('+incompatible');
  return {
    path,
    version,
    files: {
      'go.mod': incompatible ? `module ${path}\n` : `module ${path}\n\ngo 1.24\n`,
      [`${name.toLowerCase()}.go`]: `package ${name.toLowerCase()}\n\n${text}\nfunc Call() { println("${path}") }\n`,
    },
  };
}

/** Modules whose names and versions have what package URLs have to escape, or what a careless reader changes. */
const modules = [
  library('example.com/Capital/Letters', 'v1.0.0'),
  library('example.com/old', 'v3.1.0+incompatible'),
  library('example.com/tilde~name', 'v0.0.0-20260102030405-0123456789ab'),
  library('example.com/dotted.name/v2', 'v2.0.0-rc.1'),
  library('example.com/Fork/Under_score', 'v1.2.3'),
  library('example.com/original', 'v1.0.0'),
  library('example.com/unused', 'v1.0.0'),
];

const used = [
  'example.com/Capital/Letters',
  'example.com/old',
  'example.com/tilde~name',
  'example.com/dotted.name/v2',
  'example.com/original',
] as const;

export interface OddProgram {
  readonly file: string;
  /** The folder of the module. */
  readonly root: string;
  /** The environment it is built in. */
  readonly env: Readonly<Record<string, string>>;
}

/** A module whose program needs all of the above but one that is required only, and has one of them replaced by another module. */
export async function oddModule(t: Pick<TestContext, 'after'>): Promise<Omit<OddProgram, 'file'>> {
  const GOPROXY = await publish(await folderOf(t), modules);
  const root = await folderOf(t);
  const requires = modules.filter(({ path }) => path !== 'example.com/Fork/Under_score');
  await edit(root, {
    'go.mod': [
      'module example.com/Odd/app\n\ngo 1.24\n',
      ...requires.map(({ path, version }) => `require ${path} ${version}`),
      'replace example.com/original => example.com/Fork/Under_score v1.2.3\n',
    ].join('\n'),
    'main.go': `package main\n\n${used.map((path) => `import _ "${path}"\n`).join('')}\nfunc main() {}\n`,
    'main_test.go': 'package main\n\nimport _ "example.com/unused"\n',
  });
  const env = { GOPROXY, GONOSUMDB: '*', GONOSUMCHECK: '1', GOFLAGS: '-mod=mod' };
  go(['mod', 'tidy'], env, root);
  return { root, env };
}

export async function oddProgram(t: Pick<TestContext, 'after'>): Promise<OddProgram> {
  const { root, env } = await oddModule(t);
  const file = join(await folderOf(t), 'odd');
  go(['build', '-trimpath', '-buildvcs=false', '-o', file, '.'], env, root);
  return { file, root, env };
}
