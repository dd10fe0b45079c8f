import { actionInputs, actionOutputs, ownInputs } from './action-inputs.ts';
import { actionMeaning } from './action-metadata.ts';
import { commentInputs, commentOutputs } from './comment-inputs.ts';
import { defaultText, flagForm } from './help.ts';
import { type CommandName, groups } from './input.ts';
import { type AnyInput, allInputs } from './inputs.ts';
import type { Json } from './kinds.ts';
import { exampleOf } from './schema.ts';

const introduction = `# Inputs

<!-- Made from src/request/inputs.ts by \`npm run generate\`; do not edit. -->

An input is a flag of \`slipway build\`, a field of \`slipway.yaml\`, or both. What a flag says wins over what the target's
entry in the file says, that over the top of the file, and that over the default. Maps (env, labels, annotations) are
joined name by name; everything else replaces.

Flags: a value follows in the next argument or after \`=\`. One that begins with \`-\` is written \`--flag=-value\` (only
\`--ldflags\` takes it as the next argument too). Lists and maps may be repeated; of any other flag the last one counts.
\`--no-flag\` switches a switch off. Of \`--flag[=VALUE]\` the value may be left out. Relative paths start at the current
folder.

File: \`slipway.yaml\` or \`slipway.yml\` in the source folder, or \`--config FILE\`; MODULE@VERSION has none of its own.
YAML 1.2; \`version: 1\` may stand at the top. Relative paths start at the file's folder. "target" in the tables below marks
fields that may stand at the top of the file, for all targets, and under \`targets.NAME\`, for one. Editors check the file
with [slipway.schema.json](../schema/slipway.schema.json).

The action has the same inputs, under the name of the field, or of the flag where there is no field: lists one a line, or
with commas where the flag takes them; maps as NAME=VALUE lines. Its own and the few that mean something else are at the
end. They win over the file, as flags do.
`;

/** docs/inputs.md: every input by group. */
export function inputsDocument(): string {
  const sections = groups.map((group) => {
    const rows = allInputs().filter((entry) => entry.group === group);
    return [`## ${group}`, '', ...table(rows), ''].join('\n');
  });
  return [introduction, ...sections, ...actionSection()].join('\n');
}

function actionSection(): string[] {
  const own = Object.entries(ownInputs).map(([name, { value, description }]) => {
    const without = value === '' ? '' : ` Default: ${code(value)}.`;
    return `| ${code(name)} | ${cell(description)}${without} |`;
  });
  const other = actionInputs().filter(({ entry }) => entry.action !== undefined);
  const rows = other.map((each) => `| ${code(each.name)} | ${cell(actionMeaning(each))} |`);
  const outputs = Object.entries(actionOutputs).map(([name, text]) => `| ${code(name)} | ${cell(text)} |`);
  return [
    '## The action',
    '',
    '| Input | Meaning |',
    '|---|---|',
    ...own,
    ...rows,
    '',
    '| Output | Meaning |',
    '|---|---|',
    ...outputs,
    '',
    ...commentSection(),
  ];
}

function commentSection(): string[] {
  const inputs = Object.entries(commentInputs).map(([name, { value, description }]) => {
    const without = value === '' ? '' : ` Default: ${code(value)}.`;
    return `| ${code(name)} | ${cell(description)}${without} |`;
  });
  const outputs = Object.entries(commentOutputs).map(([name, text]) => `| ${code(name)} | ${cell(text)} |`);
  return [
    '## The action `comment`',
    '',
    'For `workflow_run`: it comments on pull requests, those from forks among them.',
    '',
    '| Input | Meaning |',
    '|---|---|',
    ...inputs,
    '',
    '| Output | Meaning |',
    '|---|---|',
    ...outputs,
    '',
  ];
}

function table(entries: readonly AnyInput[]): string[] {
  return [
    '| Flag | In the file | Meaning |',
    '|---|---|---|',
    ...entries.map((entry) => `| ${flagCell(entry)} | ${fieldCell(entry)} | ${meaning(entry)} |`),
  ];
}

function flagCell(entry: AnyInput): string {
  const { flag } = entry;
  return flag === undefined ? '' : code(flagForm({ ...entry, flag }));
}

function fieldCell(entry: AnyInput): string {
  if (entry.field === undefined) return '';
  const place = { run: '', target: '<br>target', named: '<br>under targets.NAME only' }[entry.scope];
  return `${code(`${entry.field}: ${yamlText(exampleOf(entry))}`)}${place}`;
}

function meaning(entry: AnyInput): string {
  const parts = [cell(entry.description)];
  const otherwise = defaultText(entry);
  if (otherwise !== undefined)
    parts.push(`Default: ${entry.otherwise === undefined ? code(otherwise) : cell(otherwise)}.`);
  parts.push(`(${entry.kind.name}${forCommands(entry.commands)})`);
  return parts.join(' ');
}

function forCommands(names: readonly CommandName[]): string {
  const others = names.filter((name) => name !== 'build');
  const [last, ...before] = others.toReversed();
  if (last === undefined) return '';
  const word = others.length < names.length ? 'also of' : 'of';
  return `; ${word} ${before.length === 0 ? '' : `${before.toReversed().join(', ')} and `}${last}`;
}

/** JSON is YAML; texts that need no quotes are written without. */
function yamlText(value: Json): string {
  if (typeof value === 'string') return plainText.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const members = Object.entries(value).map(([key, held]) => `${key}: ${yamlText(held)}`);
  return `{ ${members.join(', ')} }`;
}

/** A port, an exact version, or a word that YAML reads as text. */
const plainText = /^(?:[1-9]\d*|\d+\.\d+\.\d+|[A-Za-z./](?:[\w./:=-]*[\w/])?)$/;

function code(text: string): string {
  return `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
