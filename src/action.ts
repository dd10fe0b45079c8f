// The action's entry, for its main and its post step. Parses on Node 18: what needs a newer one is imported behind the check.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.log(
    `::error title=slipway::the action needs Node.js 24, and this is ${process.versions.node}: update the runner`,
  );
  process.exitCode = 3;
} else {
  const { fileURLToPath } = await import('node:url');
  const { action } = await import('./program.ts');
  // Beside this file, as source and as it is shipped.
  const program = import.meta.url.endsWith('.ts') ? 'cli.ts' : 'cli.js';
  await action(fileURLToPath(new URL(program, import.meta.url)));
}
