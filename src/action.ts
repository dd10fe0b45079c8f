// The action's entry. Parses on Node 18: what needs a newer one is imported behind the check.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.log(
    `::error title=slipway::the action needs Node.js 24, and this is ${process.versions.node}: update the runner`,
  );
  process.exitCode = 3;
} else {
  const { fileURLToPath } = await import('node:url');
  const { action } = await import('./program.ts');
  // The others lie beside this file, as sources and as they are shipped.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const beside = (name: string): string => fileURLToPath(new URL(`${name}.${ending}`, import.meta.url));
  await action({ program: beside('cli'), post: beside('post') });
}
