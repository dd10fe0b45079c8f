import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../src/report/model.ts';
import { exists } from '../../src/support/files.ts';
import { edit } from './edits.ts';
import { type Ended, slipway } from './slipway.ts';
import { commitAll, git } from './workspace.ts';

/** A program of a line. */
export const small = (text: string): string => `package main\n\nfunc main() { println("${text}") }\n`;
export const shopFiles = {
  'go.mod': 'module example.com/shop\n\ngo 1.24\n',
  'cmd/api/main.go': small('api'),
  'cmd/job/main.go': small('job'),
  'slipway.yaml':
    'base: scratch\nplatforms: [linux/amd64]\ntargets: { api: { main: ./cmd/api }, job: { main: ./cmd/job } }\n',
};
/** The first program, grown by a library. */
export const grown = `package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("api") }\n`;

/** A run, its report where it left one, and where its layout would be. */
export interface Run {
  readonly ended: Ended;
  readonly report: Report | undefined;
  readonly out: string;
  readonly said: string;
}

/** Where a suite's repositories and results go, and what its runs know of each other. */
export interface Baselines {
  /** A repository with two programs, whose branch has not changed anything yet. */
  shop(more?: Readonly<Record<string, string>>): Promise<string>;
  /** A build that leaves its report, and a layout where it does not push. */
  run(root: string, ...flags: readonly string[]): Promise<Run>;
}

/** @param cache the folder of all runs; it is made later */
export function baselines(folder: () => Promise<string>, cache: () => string): Baselines {
  return {
    shop: async (more = {}) => {
      const root = await folder();
      await edit(root, { ...shopFiles, ...more });
      await commitAll(root, 'v1.0.0');
      await git(root, 'switch', '--quiet', '--create', 'feature');
      return root;
    },
    run: async (root, ...flags) => {
      const place = await folder();
      const [file, out] = [join(place, 'report.json'), join(place, 'out')];
      const outputs = flags.includes('--push') ? [] : ['--output', `oci:${out}`];
      const ended = await slipway([
        ...['build', root, '--cache-dir', cache(), '--report', file, ...outputs, ...flags],
      ]);
      const report = (await exists(file)) ? (JSON.parse(await readFile(file, 'utf8')) as Report) : undefined;
      return { ended, report, out, said: ended.stderr + ended.stdout };
    },
  };
}
