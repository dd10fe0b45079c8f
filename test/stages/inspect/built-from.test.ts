import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inspectedText, inspectSubject } from '../../../src/commands/inspect.ts';
import type { FileInspection } from '../../../src/report/inspection.ts';
import { readFlags } from '../../../src/request/flags.ts';
import { type InspectRequest, inspectRequest } from '../../../src/request/inspect-request.ts';
import { machine, portsOf } from '../../support/build-run.ts';
import { writeModule } from '../../support/go-module.ts';
import { go } from '../../support/go-programs.ts';
import { refusal } from '../../support/refusal.ts';
import { validateReport } from '../../support/report-schema.ts';
import { temporaryFolders } from '../../support/workspace.ts';

const root = await writeModule(join(await temporaryFolders(after)(), 'app'), {
  'go.mod':
    'module example.com/app\n\ngo 1.24\n\nrequire example.com/codec v0.0.0\n\nreplace example.com/codec => ./codec\n',
  'cmd/api/main.go': 'package main\n\nimport "example.com/codec"\n\nfunc main() { println(codec.Text(1)) }\n',
  'cmd/job/main.go': 'package main\n\nfunc main() { println("job") }\n',
  'codec/go.mod': 'module example.com/codec\n\ngo 1.24\n',
  'codec/codec.go':
    'package codec\n\nvar digits = [4096]string{1: "one", 4095: "last"}\n\n//go:noinline\nfunc Text(n int) string { return digits[n] }\n',
});
const program = join(root, 'api');
go(
  ['build', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', program, './cmd/api'],
  { CGO_ENABLED: '0' },
  root,
);

type Ended = { after: (end: () => Promise<void>) => void };

async function asked(t: Ended, ...flags: readonly string[]) {
  const own = await machine(t);
  const host = { cwd: root, env: own.env, os: process.platform };
  const argv = [program, '--cache-dir', own.cacheDirectory, ...flags];
  const request = (await inspectRequest(readFlags('inspect', argv), host)) as InspectRequest;
  return inspectSubject(request, { ports: async () => portsOf(own), beforeProgram: async () => undefined });
}

test('a file is told by what it was built from: every byte, what would go away, and who imports what', async (t) => {
  const found = (await asked(t, '--built-from', '.')) as FileInspection;
  validateReport(found, 'inspection');
  const { attribution } = found;
  assert.equal(attribution?.method, 'objects');
  assert.ok((attribution?.unattributedBytes ?? Number.NaN) < 1000);
  const codec = attribution?.modules.find(({ path }) => path === 'example.com/codec');
  assert.ok(
    (codec?.bytes ?? 0) > 65_536 && (codec?.retainedBytes ?? 0) >= (codec?.bytes ?? 0),
    JSON.stringify(codec),
  );
  assert.equal(codec?.direct, true);
  const parts = attribution?.packages.find(({ path }) => path === 'example.com/codec');
  assert.equal(parts?.importedBy, 'example.com/app/cmd/api');
  assert.deepEqual(
    parts?.references?.map(({ symbol, by }) => [symbol, by]),
    [
      ['main.main', 'start'],
      ['example.com/codec.Text', 'reference'],
    ],
  );
  assert.equal(attribution?.deadCode?.pruned, true);
  const text = await inspectedText(found, { columns: 80, color: false });
  assert.match(text, /what would go away without each module[\s\S]*example\.com\/codec/);
});

test('what a file was not built from is refused, and what differs is said', async (t) => {
  const other = await writeModule(join(await temporaryFolders(t.after.bind(t))(), 'other'), {
    'go.mod': 'module example.com/app\n\ngo 1.24\n',
    'cmd/api/main.go':
      'package main\n\nfunc main() { println(Changed()) }\n\n//go:noinline\nfunc Changed() int { return 1 }\n',
  });
  const changed = await refusal(() => asked(t, '--built-from', other), 'E_BINARY');
  assert.match(changed.message, /main\.Changed/);
  assert.match(changed.message, /example\.com\/codec\.Text/);
  const elsewhere = await writeModule(join(await temporaryFolders(t.after.bind(t))(), 'elsewhere'), {
    'go.mod': 'module example.com/elsewhere\n\ngo 1.24\n',
    'main.go': 'package main\n\nfunc main() {}\n',
  });
  const none = await refusal(() => asked(t, '--built-from', elsewhere));
  assert.match(
    none.message,
    /is a program of "example\.com\/app\/cmd\/api", and --built-from has example\.com\/elsewhere/,
  );
  const both = await refusal(() => asked(t, '--built-from', '.', '--twin', program));
  assert.match(both.message, /--twin: says what --built-from says/);
});
