// Writes the files that come from others (the inputs table, the page's sources); with --check says which differ and ends with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionMetadata, commentMetadata } from '../src/request/action-metadata.ts';
import { inputsDocument } from '../src/request/docs.ts';
import { configSchema } from '../src/request/schema.ts';
import { recordSchema } from '../src/stages/shards/record.ts';
import { knownTextsModule } from './build/licence-texts.ts';
import { builtPage } from './build/page.ts';

const root = join(import.meta.dirname, '..');
const files = {
  'schema/slipway.schema.json': () => `${JSON.stringify(configSchema(), null, 2)}\n`,
  'schema/shard.schema.json': () => `${JSON.stringify(recordSchema(), null, 2)}\n`,
  'docs/inputs.md': inputsDocument,
  'action.yml': actionMetadata,
  'comment/action.yml': commentMetadata,
  'src/report/page/built.ts': builtPage,
  'src/attest/sbom/licence/known-texts.ts': knownTextsModule,
};

function current(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const check = process.argv.includes('--check');
for (const [path, make] of Object.entries(files)) {
  const content = make();
  if (current(path) === content) continue;
  if (check) {
    console.error(`${path} differs from what it is made of: run npm run generate and commit it`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(root, path), content);
    console.error(`wrote ${path}`);
  }
}
