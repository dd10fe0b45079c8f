import { commandNames, commands } from './commands.ts';
import { type CommandName, groups } from './input.ts';
import { type AnyInput, flagsOf } from './inputs.ts';
import type { Json } from './kinds.ts';

const width = 80;
const column = 30;

/** `slipway --help`; ends without a line break. */
export function programHelp(): string {
  const lines = commandNames.map((name) => row(`  ${name}`, commands[name].summary, 12));
  return [
    'slipway: from a Go module to verified, reproducible OCI images',
    '',
    'Usage: slipway COMMAND [ARGUMENT] [FLAGS]',
    '',
    ...lines,
    '',
    'slipway COMMAND --help lists its flags; slipway --version prints the version.',
  ].join('\n');
}

/** `slipway COMMAND --help`: its flags by group, at most 80 columns wide. */
export function commandHelp(command: CommandName): string {
  const { positional, summary, arguments: spelled } = commands[command];
  const flags = flagsOf(command);
  const sections = groups.flatMap((group) => {
    const own = flags.filter((entry) => entry.group === group);
    return own.length === 0
      ? []
      : ['', group, ...own.map((entry) => row(`  ${flagForm(entry)}`, meaning(entry, command), column))];
  });
  const spellings =
    spelled === undefined
      ? []
      : ['', spelled.heading, ...spelled.spellings.map(([form, text]) => row(`  ${form}`, text, column))];
  const notes =
    command === 'build'
      ? [
          '',
          ...wrap(
            'Lists and maps may be repeated; of any other flag the last one counts. slipway.yaml says the same for many targets, and flags win over it.',
            width,
          ),
        ]
      : [];
  const usage = ['Usage: slipway', command, positional, '[FLAGS]'].filter((word) => word !== '').join(' ');
  return [usage, '', ...wrap(summary, width), ...spellings, ...sections, ...notes].join('\n');
}

/** `--flag VALUE`, and `--[no-]flag` for a switch that may be on by the file. */
export function flagForm(entry: AnyInput & { readonly flag: string }): string {
  const { placeholder, optional } = entry.kind;
  if (optional !== undefined) return `--${entry.flag}[=${placeholder}]`;
  if (placeholder !== undefined) return `--${entry.flag} ${placeholder}`;
  return entry.field === undefined ? `--${entry.flag}` : `--[no-]${entry.flag}`;
}

/** What holds when an input is not given, in a few words; undefined: nothing. */
export function defaultText(entry: AnyInput): string | undefined {
  if (entry.otherwise !== undefined) return entry.otherwise;
  if (entry.fallback === undefined) return undefined;
  return plain(entry.kind.show(entry.fallback));
}

function plain(value: Json): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(String).join(',');
  return value === null || value === false || value === '' || typeof value === 'object'
    ? undefined
    : String(value);
}

function meaning(entry: AnyInput, command: CommandName): string {
  const own = entry.under?.[command];
  if (own !== undefined) return own;
  const otherwise = defaultText(entry);
  return otherwise === undefined ? entry.description : `${entry.description} Default: ${otherwise}.`;
}

function row(label: string, text: string, indent: number): string {
  const lines = wrap(text, width - indent);
  const padding = ' '.repeat(indent);
  if (label.length + 2 > indent) return [label, ...lines.map((line) => padding + line)].join('\n');
  return lines.map((line, index) => (index === 0 ? label.padEnd(indent) : padding) + line).join('\n');
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
