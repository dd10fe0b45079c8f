#!/usr/bin/env node
// Parses on Node 18: everything that needs a newer one is imported behind the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
    console.error(`slipway needs Node.js 22.15 or newer, and this is ${process.versions.node} (${process.execPath}).\n` +
        'Install a current Node.js, or put one first on PATH; in a project: npm install --save-dev node@24');
    process.exitCode = 3;
}
else {
    // Parsing the program costs a tenth of an unchanged build. V8 trusts what it keeps, so it is kept where only the user writes.
    const { HOME, XDG_CACHE_HOME } = process.env;
    const folder = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
    if (folder)
        (await import('node:module')).enableCompileCache(`${folder}/slipway/node`);
    const { main } = await import('./program.js');
    await main();
}
export {};
