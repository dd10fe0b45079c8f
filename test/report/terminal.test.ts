import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ProgressEvent } from '../../src/report/progress.ts';
import { type TerminalProgress, terminalProgress } from '../../src/report/terminal.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { type Screen, screen } from '../support/screen.ts';

interface Stage {
  readonly shown: TerminalProgress;
  readonly screen: Screen;
  readonly send: (...events: ProgressEvent[]) => void;
  readonly window: { columns: number; lines: number };
  /** Moves the clock and lets the timers run. */
  readonly wait: (seconds: number) => void;
}

function stage(context: TestContext, isTTY: boolean, columns = 80, lines = 24): Stage {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const window = { columns, lines };
  let now = 0;
  const surface = screen(() => window.columns || 80);
  const shown = terminalProgress(surface, {
    isTTY,
    color: false,
    size: () => window,
    now: () => now,
    version: '0.1.0',
  });
  return {
    shown,
    screen: surface,
    window,
    send: (...events) => {
      for (const event of events) shown.progress(event);
    },
    wait: (seconds) => {
      now += seconds;
      context.mock.timers.tick(seconds * 1000);
    },
  };
}

const bases = [{ reference: 'scratch' }];
const start: ProgressEvent = { kind: 'start', go: 'go1.26.8', source: 'PATH', goroot: '/go', bases };

function compiling(target: string, platform: string): ProgressEvent {
  return { kind: 'compile', target, platform: parsePlatform(platform), step: 'compiling' };
}

function compiled(target: string, platform: string, seconds: number, linked = true): ProgressEvent {
  return { kind: 'compile', target, platform: parsePlatform(platform), step: 'compiled', seconds, linked };
}

function image(target: string, platform: string, cached = false): ProgressEvent {
  const sizes = { diskBytes: 5_976_883, pullBytes: 2_306_867 };
  return { kind: 'image', target, platform: parsePlatform(platform), seconds: 0.2, cached, ...sizes };
}

describe('progress on a terminal', () => {
  it('lives in place: a line per target and platform, with the time that goes by', (context) => {
    const { screen, send, wait } = stage(context, true);
    send(start, compiling('api', 'linux/amd64'), compiling('api', 'linux/arm64'));
    wait(1.5);
    send(compiled('api', 'linux/amd64', 1.4), image('api', 'linux/amd64'));
    assert.deepEqual(screen.lines(), [
      'slipway 0.1.0 · go1.26.8 (PATH) · base scratch · embedded',
      '',
      '  api   linux/amd64   built 1.4 s      layer 0.2 s   5.7 MiB → 2.2 MiB pulled',
      '        linux/arm64   building 1.5 s',
      '',
    ]);
    wait(2);
    assert.match(screen.lines()[3] ?? '', /building 3\.5 s$/);
  });

  it('says what takes long and has no rows, as long as it takes', (context) => {
    const { screen, send } = stage(context, true);
    send(start, compiled('api', 'linux/amd64', 1.4), image('api', 'linux/amd64'));
    const before = screen.lines();
    send({ kind: 'stage', name: 'waterfall' });
    assert.deepEqual(screen.lines().slice(-3), ['', '  measuring what each step brings …', '']);
    send({ kind: 'stage-done', name: 'waterfall', seconds: 30, cache: 'miss' });
    assert.deepEqual(screen.lines(), before);
    send({ kind: 'stage', name: 'verify' });
    assert.deepEqual(screen.lines(), before);
  });

  it('leaves nothing behind but what was said for good', (context) => {
    const { shown, screen, send } = stage(context, true);
    send(
      start,
      { kind: 'notice', text: 'go1.26.8: fetching\nfrom the proxy' },
      compiling('api', 'linux/amd64'),
    );
    shown.end();
    assert.deepEqual(screen.lines(), ['go1.26.8: fetching', '  from the proxy', '']);
    assert.deepEqual(shown.seen().told, false);
  });

  it('draws only while something runs', (context) => {
    const { screen, send, wait, shown } = stage(context, true);
    let writes = 0;
    const { write } = screen;
    screen.write = (text) => {
      writes++;
      write(text);
    };
    send(compiling('api', 'linux/amd64'));
    wait(1);
    assert.equal(writes, 11);
    send(compiled('api', 'linux/amd64', 1));
    wait(5);
    assert.equal(writes, 12);
    send(compiling('api', 'linux/arm64'));
    shown.end();
    wait(5);
    assert.equal(writes, 14);
  });

  it('cuts its lines to the window and drops columns that do not fit', (context) => {
    for (const columns of [120, 80, 60, 40, 20, 1]) {
      const { screen, send, shown } = stage(context, true, columns);
      const name = 'a-service-with-a-long-name';
      send(
        start,
        compiling(name, 'linux/arm/v7'),
        compiled(name, 'linux/arm/v7', 1),
        image(name, 'linux/arm/v7'),
      );
      assert.ok(screen.lines().every((line) => line.length <= columns));
      assert.equal(screen.lines().length, 4, 'no line was wrapped');
      shown.end();
      assert.deepEqual(screen.lines(), ['']);
      context.mock.timers.reset();
    }
  });

  it('tells where a push goes and how much was sent, below the rows, and takes it away at the end', (context) => {
    const { send, wait, screen, shown } = stage(context, true);
    const repository = 'ghcr.io/acme/api';
    send(start, image('api', 'linux/amd64'));
    send(
      { kind: 'push', repository, sentBytes: 262_144 },
      { kind: 'push', repository, sentBytes: 1_572_864 },
    );
    wait(0.1);
    assert.deepEqual(screen.lines().slice(-3), ['', '  → ghcr.io/acme/api   1.5 MiB uploaded', '']);
    shown.end();
    assert.deepEqual(screen.lines(), ['']);
  });

  it('takes a window that says it has no size for an ordinary one', (context) => {
    const { screen, send, window } = stage(context, true, 80);
    Object.assign(window, { columns: 0, lines: 0 });
    send(start, compiling('api', 'linux/amd64'));
    assert.deepEqual(screen.lines().slice(2), ['  api   linux/amd64   building <0.1 s', '']);
  });

  it('takes back also what a narrower window has wrapped', (context) => {
    const { shown, screen: wide, send, window } = stage(context, true, 80);
    send(
      start,
      compiling('api', 'linux/amd64'),
      compiled('api', 'linux/amd64', 1),
      image('api', 'linux/amd64'),
    );
    const reflowed = screen(() => 40);
    reflowed.write(`before\n${wide.lines().slice(0, -1).join('\n')}\n`);
    assert.equal(reflowed.lines().length, 7);
    window.columns = 40;
    wide.write = (text) => reflowed.write(text);
    shown.end();
    assert.deepEqual(reflowed.lines(), ['before', '']);
  });

  it('is never higher than the window, and then shows what is at work', (context) => {
    const { screen, send } = stage(context, true, 80, 8);
    const targets = Array.from({ length: 9 }, (_, index) => `target${index}`);
    send(start, ...targets.map((target) => compiling(target, 'linux/amd64')));
    send(...targets.slice(0, 7).map((target) => compiled(target, 'linux/amd64', 1)));
    const lines = screen.lines();
    assert.equal(lines.length, 8);
    assert.deepEqual(
      lines.slice(2).map((line) => line.trim().split(/\s+/)[0]),
      ['target7', 'target8', 'target0', 'target1', '…', ''],
    );
    assert.equal(lines[6], '  … and 5 more');
  });

  it('cannot be steered by what a repository says', (context) => {
    const { screen, send } = stage(context, true);
    send({ kind: 'notice', text: 'a\x1b[2J\x1b]0;title\x07b\r\n::error::c' });
    assert.deepEqual(screen.lines(), ['ab', '  : :error::c', '']);
  });
});

describe('progress into a pipe', () => {
  it('prints each row once, when it is done, with its target', (context) => {
    const { shown, screen, send, wait } = stage(context, false);
    send(start, compiling('api', 'linux/amd64'), compiling('api', 'linux/arm64'));
    assert.deepEqual(screen.lines(), ['slipway 0.1.0 · go1.26.8 (PATH) · base scratch · embedded', '', '']);
    wait(3);
    send(compiled('api', 'linux/arm64', 1.5), image('api', 'linux/arm64'));
    send(compiled('api', 'linux/amd64', 0.3, false), image('api', 'linux/amd64', true));
    shown.end();
    shown.end();
    assert.deepEqual(screen.lines().slice(2), [
      '  api   linux/arm64   built 1.5 s   layer 0.2 s   5.7 MiB → 2.2 MiB pulled',
      '  api   linux/amd64   unchanged                   5.7 MiB → 2.2 MiB pulled',
      '',
    ]);
    assert.equal(shown.seen().told, true);
  });

  it('prints rows without an image at the end, and none that was not finished', (context) => {
    const { shown, screen, send } = stage(context, false);
    send(
      compiling('api', 'darwin/arm64'),
      compiling('api', 'linux/amd64'),
      compiled('api', 'darwin/arm64', 70),
    );
    assert.deepEqual(screen.lines(), ['']);
    shown.end();
    assert.deepEqual(screen.lines(), ['  api   darwin/arm64   built 1 min 10 s', '']);
  });

  it('writes no control sequence', (context) => {
    const { send, screen, shown } = stage(context, false);
    const { write } = screen;
    let all = '';
    screen.write = (text) => {
      all += text;
      write(text);
    };
    send(
      start,
      compiling('api', 'linux/amd64'),
      compiled('api', 'linux/amd64', 1),
      image('api', 'linux/amd64'),
    );
    shown.end();
    assert.match(all, /api {3}linux\/amd64/);
    assert.doesNotMatch(all, /[\x00-\x09\x0b-\x1f\x7f]/);
  });
});
