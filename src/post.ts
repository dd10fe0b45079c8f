// The action's post step. It never fails a job, so on a Node that cannot run it, it does nothing: the main step has said so.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  const { post } = await import('./program.ts');
  await post();
}
