// The action's post step, and the process for jobs of the cache. It never fails a job of the workflow, so on a Node that
// cannot run it, it does nothing: the main step has said so.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  const { fileURLToPath } = await import('node:url');
  const { cacheJob, post } = await import('./program.ts');
  if (process.argv[2] === 'cache-job') await cacheJob();
  else await post(fileURLToPath(import.meta.url));
}
