import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const { DefaultArtifactClient } = createRequire(`${process.env.ARTIFACT_CLIENT}/`)('@actions/artifact');
const client = new DefaultArtifactClient();
const { artifact } = await client.getArtifact(process.env.INPUT_NAME);
await client.downloadArtifact(artifact.id, { path: resolve(process.env.INPUT_PATH) });
