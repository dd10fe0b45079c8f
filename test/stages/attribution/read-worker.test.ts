import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readLinkerTables } from '../../../src/binary/go/objects/linker-tables.ts';
import { keptColumns } from '../../../src/size/reach/kept-columns.ts';
import { readArchive } from '../../../src/size/reach/objects.ts';
import type { ReadAnswer, ReadJob } from '../../../src/stages/attribution/read-worker.ts';
import { startWorker } from '../../../src/stages/attribution/worker.ts';
import { goProgram, listArchives } from '../../support/go-programs.ts';
import { gorootOf } from '../../support/go-versions.ts';
import { temporaryFolders } from '../../support/workspace.ts';

const objectWorker = join(import.meta.dirname, '..', '..', '..', 'src', 'object-worker.ts');
const { directory } = goProgram({ source: 'small', args: ['-trimpath'] });
const tables = await readLinkerTables(gorootOf('local'), 'amd64');
const archives = listArchives(directory, '.', { GOOS: 'linux', GOARCH: 'amd64' }).slice(-5);
const folders = temporaryFolders(after);

async function answersTo(job: Omit<ReadJob, 'tables'>): Promise<ReadAnswer[]> {
  const answers: ReadAnswer[] = [];
  const { signal } = new AbortController();
  await startWorker<ReadAnswer>(objectWorker, { ...job, tables }, signal, (answer) => answers.push(answer))
    .ended;
  return answers;
}

test('a thread keeps what archives hold, and hands over what it cannot keep', async () => {
  const folder = await folders();
  const wanted = archives.map((archive) => readArchive(archive, tables));
  assert.deepEqual(await answersTo({ archives, folder }), []);
  const kept = keptColumns(folder, tables);
  assert.deepEqual(archives.map(kept.read), wanted);
  const handed = await answersTo({ archives });
  assert.deepEqual(
    handed,
    wanted.map((objects, at) => ({ at, objects })),
  );
});

test('a thread tells which archive it cannot read, and looks at no more', async () => {
  const [first = '', ...rest] = archives;
  const [answer, ...more] = await answersTo({ archives: [objectWorker, first, ...rest] });
  assert.deepEqual(more, []);
  assert.ok(answer !== undefined && 'fault' in answer);
  assert.deepEqual([answer.at, answer.fault.code], [0, 'E_BINARY']);
});
