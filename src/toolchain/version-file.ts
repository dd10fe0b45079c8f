import { SlipwayError } from '../support/errors.ts';
import { goSpecification, type Wanted } from './go-specification.ts';

/**
 * Reads a file that version managers share: .tool-versions (asdf: a line `golang 1.26.8`; mise writes `go` as well), or any
 * other name as .go-version (goenv: the version on the first line that is not a comment).
 * @throws SlipwayError E_CONFIG when it names no Go, or one that only the version manager knows
 */
export function readVersionFile(name: string, text: string): Wanted {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');
  const version = name === '.tool-versions' ? toolVersion(lines) : lines[0];
  if (version === undefined) {
    throw new SlipwayError('E_CONFIG', `${name} names no Go version`, {
      hint:
        name === '.tool-versions' ? 'add a line such as "golang 1.26.8"' : 'write a version such as 1.26.8',
    });
  }
  if (/^(system$|latest$|ref:|path:|prefix:|sub-)/.test(version)) {
    throw new SlipwayError(
      'E_CONFIG',
      `${name} asks for ${JSON.stringify(version)}, which only its version manager can resolve`,
      { hint: 'name a version, or leave the file out: then go.mod decides' },
    );
  }
  return goSpecification(version, name);
}

/** The first of several versions on the line is the one in use; the others are fallbacks. */
function toolVersion(lines: readonly string[]): string | undefined {
  const fields = lines.map((line) => line.split(/\s+/));
  return fields.find(([tool]) => tool === 'golang' || tool === 'go')?.[1];
}
