import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const { DefaultArtifactClient } = createRequire(`${process.env.ARTIFACT_CLIENT}/`)('@actions/artifact');
const path = resolve(process.env.INPUT_PATH);
const isFolder = statSync(path).isDirectory();
const files = isFolder ? filesIn(path) : [path];
if (files.length === 0) throw new Error(`no file in ${path}`);
await new DefaultArtifactClient().uploadArtifact(
  process.env.INPUT_NAME,
  files,
  isFolder ? path : dirname(path),
);

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
