// The action's post step, and the process for jobs of the cache. It never fails a job of the workflow: on a Node that cannot
// run it, it does nothing, which the main step has said; anything else is said here.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  try {
    const { fileURLToPath } = await import('node:url');
    const { cacheJob, post } = await import('./program.ts');
    if (process.argv[2] === 'cache-job') await cacheJob();
    else await post(fileURLToPath(import.meta.url));
  } catch (error) {
    console.error(`slipway: ${error}`);
  }
}
