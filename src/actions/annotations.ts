import { join, relative } from 'node:path';
import { formatFindings } from '../report/findings.ts';
import type { Report } from '../report/model.ts';
import { plainText } from '../report/plain-text.ts';
import { styleOf } from '../report/style.ts';
import type { SlipwayError } from '../support/errors.ts';
import type { Severity } from '../verify/verdict.ts';

/** What GitHub shows at a line of a file; without a file, on the run's page. */
export interface Annotation {
  readonly title: string;
  readonly message: string;
  /** From the workspace, with slashes. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}

/** `main.go:12:3: undefined: x`, as compilers, the go command and the readers of slipway.yaml write it. */
const located = /^\s*(?:[\w-]+: )?((?:[^\s:]|\\ )+\.(?:go|mod|sum|work|ya?ml|s|c|h)):(\d+)(?::(\d+))?: (.+)$/;
/** GitHub shows ten errors a step; the log has them all. */
const most = 10;

/**
 * An error as annotations: one at each place that its text names, else one for the whole.
 * @param directory what relative paths in the error start at: the module's folder
 * @param workspace the repository's folder; what lies outside of it has no page to stand on
 */
export function annotationsOf(error: SlipwayError, directory: string, workspace: string): Annotation[] {
  const lines = plainText(error.message).split('\n');
  const title = `slipway ${error.code}`;
  const places = lines.flatMap((text, at) => {
    const [, path, line, column, message] = located.exec(text) ?? [];
    const file = path === undefined ? undefined : inside(path, directory, workspace);
    if (file === undefined || message === undefined) return [];
    const said = [message, ...hintBelow(lines.slice(at + 1))].join('\n');
    const place = { title, message: said, file, line: Number(line) };
    return [{ ...place, ...(column !== undefined && { column: Number(column) }) }];
  });
  const [only, ...others] = distinct(places);
  if (only !== undefined && others.length === 0 && error.hint !== undefined)
    return [{ ...only, message: plainText(`${only.message}\n${error.hint}`) }];
  if (places.length > 0) return distinct(places).slice(0, most);
  const hint = error.hint === undefined ? [] : [error.hint];
  return [{ title, message: plainText([error.message, ...hint].join('\n')) }];
}

/** What to do about a fault stands below it, indented, where there are several. */
function hintBelow(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => !line.startsWith('  ') || located.test(line));
  return lines.slice(0, end < 0 ? lines.length : end).map((line) => line.trim());
}

function inside(path: string, directory: string, workspace: string): string | undefined {
  const absolute = /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? path : join(directory, path);
  const file = relative(workspace, absolute).replaceAll('\\', '/');
  return file.startsWith('../') || /^(?:\/|[A-Za-z]:)/.test(file) ? undefined : file;
}

/** Each platform's compiler says the same of the same line. */
function distinct(places: readonly Annotation[]): Annotation[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}

type Level = 'error' | 'warning';

const levels: Readonly<Partial<Record<Severity, Level>>> = {
  warn: 'warning',
  approve: 'error',
  block: 'error',
};

/** What checks found, each once, whatever number of platforms it holds for; what is only worth a note is in log and summary. */
export function findingAnnotations({ verdicts }: Report): (Annotation & { readonly level: Level })[] {
  return Object.entries(levels).flatMap(([severity, level]) => {
    const found = verdicts.filter((verdict) => verdict.severity === severity);
    return formatFindings(found, styleOf(false)).map((lines) => ({
      level,
      title: 'slipway',
      message: lines.join('\n'),
    }));
  });
}
