import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, goVersion } from './go-programs.ts';
import { type PublishedRequest, publishedProgram } from './published-programs.ts';
import { repository } from './slipway.ts';
import { goEnvironment } from './tools.ts';

/**
 * The same program, linked by the real linker with one change: it puts into the symbol table what it otherwise leaves out
 * because it lies within a larger symbol: every type, name, mask and piece of funcdata, and the parts of its table of functions. Nothing
 * else is different.
 */
export function toldProgram(request: PublishedRequest): string {
  const linker = tellingLinker(request.go);
  return publishedProgram({
    ...request,
    ldflags: '-w',
    args: [...(request.args ?? []), `-toolexec=${linker}`],
  });
}

/** A program for -toolexec that runs the changed linker in the place of the real one. */
export function tellingLinker(version: string | undefined): string {
  const env = version === undefined ? {} : { GOTOOLCHAIN: version };
  const home = join(repository, '.tools', 'test-programs', version ?? goVersion(), 'telling-linker-2');
  const wrapper = join(home, 'toolexec.sh');
  if (existsSync(wrapper)) return wrapper;
  const root = go(['env', 'GOROOT'], env).trim();
  const folder = `${home}.${randomBytes(4).toString('hex')}`;
  mkdirSync(folder, { recursive: true });
  try {
    const replaced = ['symtab.go', 'pcln.go'].map((name) => {
      const source = join(root, 'src', 'cmd', 'link', 'internal', 'ld', name);
      // In pcln.go this is what hides the parts of the table; pieces of funcdata have another name there, and no address.
      const changed = readFileSync(source, 'utf8').replaceAll(
        /(ldr|ctxt\.loader)\.SetAttrNotInSymbolTable\(s, true\)/g,
        '_ = s',
      );
      writeFileSync(join(folder, name), changed);
      return [source, join(folder, name)] as const;
    });
    writeFileSync(join(folder, 'overlay.json'), JSON.stringify({ Replace: Object.fromEntries(replaced) }));
    // The go command refuses to replace files of the module cache, which the sources of its own other versions are in.
    const elsewhere = { ...env, GOMODCACHE: join(folder, 'modules'), GOTOOLCHAIN: 'local', GOROOT: root };
    execFileSync(
      join(root, 'bin', 'go'),
      ['build', '-overlay', join(folder, 'overlay.json'), '-o', join(folder, 'link'), 'cmd/link'],
      { cwd: join(root, 'src'), env: goEnvironment(elsewhere), stdio: ['ignore', 'pipe', 'pipe'] },
    );
    writeFileSync(
      join(folder, 'toolexec.sh'),
      `#!/bin/sh\ntool=$1\nshift\ncase $tool in\n*/link) [ "$1" = -V=full ] || exec ${join(home, 'link')} "$@" ;;\nesac\nexec "$tool" "$@"\n`,
    );
    chmodSync(join(folder, 'toolexec.sh'), 0o755);
    renameSync(folder, home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return wrapper;
}
