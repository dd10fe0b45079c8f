// What a worker thread for compiled packages begins with: only a Node that the program runs on starts one.
import { enableCompileCache } from 'node:module';
import { workerData } from 'node:worker_threads';
if (workerData.compiled !== undefined)
    enableCompileCache(workerData.compiled);
const { answerObjects } = await import('./program.js');
await answerObjects();
