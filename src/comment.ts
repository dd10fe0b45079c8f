// The entry of comment/action.yml. Parses on Node 18: what needs a newer one is imported behind the check.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.log(
    `::error title=slipway::the action needs Node.js 24, and this is ${process.versions.node}: update the runner`,
  );
  process.exitCode = 3;
} else {
  const { comment } = await import('./program.ts');
  await comment();
}
