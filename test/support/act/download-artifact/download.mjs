import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const { DefaultArtifactClient } = createRequire(`${process.env.ARTIFACT_CLIENT}/`)('@actions/artifact');
const client = new DefaultArtifactClient();
const path = resolve(process.env.INPUT_PATH);
if (process.env.INPUT_NAME) {
  const { artifact } = await client.getArtifact(process.env.INPUT_NAME);
  await client.downloadArtifact(artifact.id, { path });
} else {
  const start = process.env.INPUT_PATTERN.replace(/\*$/, '');
  const { artifacts } = await client.listArtifacts();
  for (const { id, name } of artifacts.filter((one) => one.name.startsWith(start)))
    await client.downloadArtifact(id, { path: join(path, name) });
}
