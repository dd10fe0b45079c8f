import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const { DefaultArtifactClient } = createRequire(`${process.env.ARTIFACT_CLIENT}/`)('@actions/artifact');
const folder = resolve(process.env.INPUT_PATH);
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
if (files.length === 0) throw new Error(`no file in ${folder}`);
await new DefaultArtifactClient().uploadArtifact(process.env.INPUT_NAME, files, folder);
