// What an entry of the action does when it is started for a cache job.
import { text } from 'node:stream/consumers';
import { answerCacheJob } from '../../src/actions/cache-job.ts';

const answer = await answerCacheJob(await text(process.stdin));
process.stdout.write(answer, () => process.exit(0));
