// node --import THIS FILE: says which files were loaded, and how long that took, when the program first prints a line of its own.
import { registerHooks } from 'node:module';

const files = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) files.push(url);
    return next(url, context);
  },
});
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => {
  if (/^slipway \d/m.test(String(chunk))) {
    // performance.now() counts from the start of the process.
    write(`\n${JSON.stringify({ files, milliseconds: performance.now() })}\n`);
    process.exit(0);
  }
  return write(chunk, ...rest);
};
