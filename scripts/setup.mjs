// Plain JavaScript that Node 18 parses: it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the pinned packages when node_modules is missing or was made from another lock file. */
export function installPackages() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const marker = join(root, 'node_modules', '.package-lock.json');
  const present = existsSync(marker) ? JSON.parse(readFileSync(marker, 'utf8')).packages : {};
  const missing = Object.entries(wanted).some(
    ([path, { version, optional }]) => path !== '' && !optional && present[path]?.version !== version,
  );
  if (!missing) return;
  // Errors alone: an older Node is warned of for every package, and the program runs on the pinned one.
  console.error('installing the pinned packages (npm ci)');
  for (const attempt of [1, 2, 3]) {
    const { status } = spawnSync('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status === 0) return;
    console.error(`npm ci failed (attempt ${attempt} of 3)`);
  }
  process.exit(3);
}

function atLeast(major, minor) {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** A Node that runs the command line (22.15 or newer): this one, or the pinned package. */
export function nodeForProgram() {
  return atLeast(22, 15) ? process.execPath : pinnedNode();
}

/** A Node that runs the project's own TypeScript as it is: this one when it is 24.2 or newer, or the pinned package. */
export function nodeForSources() {
  installPackages();
  return atLeast(24, 2) ? process.execPath : pinnedNode();
}

function pinnedNode() {
  installPackages();
  const path = join(root, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(path)) return path;
  console.error(
    `the pinned Node is missing at ${path}: its install script did not run.\nRun: npm rebuild node`,
  );
  return process.exit(3);
}

/** Runs a command with this terminal and ends with its status. */
export function become(file, args) {
  const { status, signal } = spawnSync(file, args, { stdio: 'inherit' });
  process.exit(signal === null ? (status ?? 1) : 1);
}
