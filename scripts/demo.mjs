// npm run demo: examples/hello as an image for two platforms, in out/demo. Plain JavaScript that Node 18 parses.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodeForProgram, root } from './setup.mjs';

// Relative paths from the repository's root: short lines to read, and the same from any folder.
process.chdir(root);
const slipway = join('dist', 'cli.js');
const output = join('out', 'demo');
const args = [
  ...['build', join('examples', 'hello'), '--platform', 'linux/amd64,linux/arm64'],
  ...['--output', `oci:${output}`, '--report', join(output, 'report.json')],
];
const { status, signal } = spawnSync(nodeForProgram(), [slipway, ...args], { stdio: 'inherit' });
if (status !== 0) process.exit(signal === null ? (status ?? 1) : 1);

console.log(`
  ${output}/               an OCI layout for linux/amd64 and linux/arm64
  ${output}/report.json    what was built, from what, and every check

  look further:
    node ${slipway} verify ${output}
    skopeo inspect --raw oci:${output}
    npm run demo            (again: nothing changed, so nothing is built)`);
