// What a worker thread for compiled packages begins with: only a Node that the program runs on starts one.
const { answerObjects } = await import('./program.js');
await answerObjects();
export {};
