// What a worker thread that reads compiled packages begins with: only a Node that the program runs on starts one.
const { readObjects } = await import('./program.js');
await readObjects();
export {};
