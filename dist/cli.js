#!/usr/bin/env node
// Parses on Node 18: everything that needs a newer one is imported behind the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
    console.error(`slipway needs Node.js 22.15 or newer, and this is ${process.versions.node} (${process.execPath}).\n` +
        'Install a current Node.js, or put one first on PATH; in a project: npm install --save-dev node@24');
    process.exitCode = 3;
}
else {
    const { enableCompileCache } = await import('node:module');
    // Parsing the program costs as much as an unchanged build: V8's result is kept where the system keeps passing things.
    enableCompileCache();
    const { main } = await import('./program.js');
    await main();
}
export {};
