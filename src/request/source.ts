import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { quoted } from './faults.ts';
import type { Source } from './request.ts';

/**
 * What `slipway build` is pointed at: a folder that exists, or MODULE@VERSION (a path with @ that is no folder).
 * @throws SlipwayError E_CONFIG when it is neither; E_IO when the folder cannot be looked at
 */
export async function readSource(positional: string, cwd: string): Promise<Source> {
  const directory = resolve(cwd, positional);
  const found = await kindOf(directory);
  if (found === 'folder') return { kind: 'directory', directory };
  if (found === 'file') {
    throw new SlipwayError('E_CONFIG', `${quoted(positional)} is a file, not the folder of a Go module`, {
      hint: 'name the folder, and choose a program with --target ./cmd/api',
    });
  }
  const local = /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:[\\/])/.test(positional);
  if (!local && positional.includes('@')) return moduleSource(positional);
  throw new SlipwayError('E_CONFIG', `there is no folder ${quoted(positional)}`, {
    hint:
      !local && pathFault(positional) === undefined
        ? `looked at ${directory}; a published module has a version: ${positional}@latest`
        : `looked at ${directory}`,
  });
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isSystemError(error) && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? ''))
      return 'nothing';
    throw error;
  }
}

function moduleSource(text: string): Source {
  const at = text.indexOf('@');
  const [path, version] = [text.slice(0, at), text.slice(at + 1)];
  const fault = pathFault(path) ?? versionFault(version);
  if (fault === undefined) return { kind: 'module', path, version };
  throw new SlipwayError('E_CONFIG', `${quoted(text)} is neither a folder nor MODULE@VERSION: ${fault}`, {
    hint: 'write it as for go install, for example filippo.io/age/cmd/age@v1.2.1 or …@latest',
  });
}

/** Why a path names no published package (golang.org/x/mod/module, CheckImportPath, and CheckPath's rules for the first element). */
function pathFault(path: string): string | undefined {
  const elements = path.split('/');
  const [first = ''] = elements;
  if (elements.includes('')) return 'the path has an empty element';
  const foreign = elements.find((element) => !/^[A-Za-z0-9._~+-]+$/.test(element));
  if (foreign !== undefined) return `${quoted(foreign)} has a character that no import path has`;
  if (path.startsWith('-')) return 'the path begins with -';
  if (!first.includes('.')) return `the first element, ${quoted(first)}, is no host name: it has no dot`;
  if (!/^[a-z0-9.-]+$/.test(first)) return `a host name is in lower case: ${quoted(first)}`;
  const bad = elements.find(isReserved);
  return bad === undefined ? undefined : `${quoted(bad)} cannot be an element of an import path`;
}

/** checkElem: dots alone, a dot at the end, Windows device names, and what looks like a Windows short name. */
function isReserved(element: string): boolean {
  const [stem = ''] = element.split('.');
  return (
    element.endsWith('.') || /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i.test(stem) || /~[0-9]+$/.test(stem)
  );
}

/**
 * Why a text is no version query (go.dev/ref/mod, "Version queries"): a version, a prefix, a comparison, `latest`, or a
 * branch, tag or commit as a proxy can be asked for (EscapeVersion: no slash).
 */
function versionFault(version: string): string | undefined {
  if (version === '') return 'the version is empty';
  if (version.includes('/')) {
    return `no module proxy can be asked for ${quoted(version)}: give the commit of a branch that has a slash in its name`;
  }
  if (['upgrade', 'patch', 'none'].includes(version))
    return `${quoted(version)} means something only inside a module`;
  if (!/^(?:[<>]=?)?[\p{L}0-9#$%&(),.=@[\]^_{}~+][\p{L}0-9#$%&(),.=@[\]^_{}~+ -]*$/u.test(version)) {
    return `${quoted(version)} cannot be a version`;
  }
  return version.endsWith('.') ? 'the version ends in a dot' : undefined;
}
