// node bench/rules-alone.ts FILE: what would go with each package and module of a program (src/stages/attribution/reach.ts, LinkedFrom, as
// JSON), in a process of its own that does nothing else. Prints how many of each there are.
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { LinkedFrom } from '../src/stages/attribution/reach.ts';

// As the program itself does.
enableCompileCache();
const { findingsOf, reachOf } = await import('../src/stages/attribution/reach.ts');
const [, , file = ''] = process.argv;
const linked = JSON.parse(readFileSync(file, 'utf8')) as LinkedFrom;
const reach = await reachOf(linked, {
  machine: { cores: availableParallelism(), memoryBytes: totalmem() },
  objectWorker: join(import.meta.dirname, '..', 'src', 'object-worker.ts'),
  signal: new AbortController().signal,
});
const { packages, modules } = findingsOf(reach, linked);
console.log(`${packages.size} packages, ${modules.size} modules`);
