import { readLinkerTables } from '../../src/binary/go/objects/linker-tables.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { type CompiledPackage, inLinkOrder, readArchive } from '../../src/size/reach/objects.ts';
import { type ProgramReach, programReach } from '../../src/size/reach/program-reach.ts';
import { go } from './go-programs.ts';
import { gorootOf } from './go-versions.ts';
import { type PublishedRequest, publishedPrograms, withModuleOf } from './published-programs.ts';

/** The compiled packages that a real program is linked from. */
export function publishedCompiled({
  program,
  platform = 'linux/amd64',
  go: version,
  args: more = [],
}: PublishedRequest): CompiledPackage[] {
  const [main = ''] = publishedPrograms[program].split('@');
  const [os = '', architecture = ''] = platform.split('/');
  const env = { GOTOOLCHAIN: version ?? 'local', GOFLAGS: '-mod=mod', GOOS: os, GOARCH: architecture };
  return withModuleOf(program, publishedPrograms[program], env, (folder) => {
    const list = ['list', '-deps', '-export', '-trimpath', ...more, '-f={{.ImportPath}}\t{{.Export}}'];
    return go([...list, '--', main], env, folder)
      .split('\n')
      .map((line) => line.split('\t'))
      .flatMap(([path = '', archive = '']) => (archive === '' ? [] : [{ path, archive }]));
  });
}

/** What the linker's rules keep of a real program. */
export async function publishedReach(request: PublishedRequest): Promise<ProgramReach> {
  const { os, architecture } = parsePlatform(request.platform ?? 'linux/amd64');
  const [main = ''] = publishedPrograms[request.program].split('@');
  const tables = await readLinkerTables(gorootOf(request.go ?? 'local'), architecture);
  const packages = publishedCompiled(request);
  const read = packages.map(({ archive }) => readArchive(archive, tables));
  return programReach(inLinkOrder(packages, read, main), { os, architecture }, tables);
}
