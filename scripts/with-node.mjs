// Runs a TypeScript file of this project: node scripts/with-node.mjs FILE [ARGUMENT ...]
import { become, nodeForSources } from './setup.mjs';

become(nodeForSources(), process.argv.slice(2));
