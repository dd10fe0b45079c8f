// node bench/rules-alone.ts FILE: what would go with each package and module of a program (src/stages/reach.ts, LinkedFrom, as
// JSON), in a process of its own that does nothing else. Prints how many of each there are.
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { findingsOf, type LinkedFrom, reachOf } from '../src/stages/reach.ts';
import { repository } from '../test/support/slipway.ts';

const [, , file = ''] = process.argv;
const linked = JSON.parse(readFileSync(file, 'utf8')) as LinkedFrom;
const reach = await reachOf(linked, {
  machine: { cores: availableParallelism(), memoryBytes: totalmem() },
  objectWorker: join(repository, 'src', 'object-worker.ts'),
  signal: new AbortController().signal,
});
const { packages, modules } = findingsOf(reach, linked);
console.log(`${packages.size} packages, ${modules.size} modules`);
