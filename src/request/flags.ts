import { parseArgs } from 'node:util';
import { commandNames, commands, isCommand } from './commands.ts';
import { type Fault, nearestHint, nearestName, quoted, throwFaults } from './faults.ts';
import { commandHelp, programHelp } from './help.ts';
import type { CommandName } from './input.ts';
import { type AnyInput, flagsOf, type InputValues } from './inputs.ts';

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'command'; readonly command: CommandName } & Flags);

/** A command's flags and what stands beside them, each checked for itself. */
export interface Flags {
  readonly values: InputValues;
  readonly positionals: readonly string[];
}

/**
 * Reads a command line without the program's own name: `build . --platform linux/arm64`.
 * @throws SlipwayError E_CONFIG with every fault: unknown commands and flags, missing and wrong values
 */
export function readCommandLine(argv: readonly string[]): Invocation {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h')
    return { kind: 'help', text: programHelp() };
  if (first === '--version' || first === 'version') return { kind: 'version' };
  if (first === 'help') {
    const [about] = rest;
    return {
      kind: 'help',
      text: about !== undefined && isCommand(about) ? commandHelp(about) : programHelp(),
    };
  }
  if (!isCommand(first)) {
    const where = 'slipway';
    const fault = first.startsWith('-')
      ? {
          message: `the command comes before its flags, got ${quoted(first)}`,
          hint: 'for example slipway build --json',
        }
      : { message: `there is no command ${quoted(first)}`, hint: nearestHint(first, commandNames) };
    throwFaults([{ where, ...fault }], where);
  }
  const command = first as CommandName;
  const options = optionsBefore(rest, command);
  if (options.includes('--help') || options.includes('-h'))
    return { kind: 'help', text: commandHelp(command) };
  if (options.includes('--version')) return { kind: 'version' };
  return { kind: 'command', command, ...readFlags(command, rest) };
}

/** Words that may be flags: not those after `--`, nor the value of a flag whose values begin with dashes (--smoke --version). */
function optionsBefore(argv: readonly string[], command: CommandName): readonly string[] {
  const dashed = new Set(
    flagsOf(command).flatMap(({ flag, kind }) => (kind.takesDashes ? [`--${flag}`] : [])),
  );
  const own = argv.filter((_, at) => !dashed.has(argv[at - 1] ?? ''));
  const end = own.indexOf('--');
  return end < 0 ? own : own.slice(0, end);
}

/**
 * Reads one command's arguments by the inputs table. A value stands in the next argument or after `=`; one that begins
 * with `-` only after `=` (but for --ldflags, whose value always does).
 * @throws SlipwayError E_CONFIG with every fault
 */
export function readFlags(command: CommandName, argv: readonly string[]): Flags {
  const known = new Map(flagsOf(command).map((entry) => [entry.flag, entry]));
  const faults: Fault[] = [];
  const texts = new Map<AnyInput, string[]>();
  const positionals: string[] = [];
  for (const token of valuesJoined(tokensOf(argv, known), known)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const given = givenValue(token, known, faults);
    if (given !== undefined) texts.set(given.entry, [...(texts.get(given.entry) ?? []), given.text]);
  }
  const values: Record<string, unknown> = {};
  for (const [entry, given] of texts)
    values[entry.name] = entry.kind.fromFlags(given, `--${entry.flag}`, faults);
  checkPositionals(command, positionals, faults);
  throwFaults(faults, `slipway ${command}`);
  return { values: values as InputValues, positionals };
}

type Known = ReadonlyMap<string, AnyInput & { readonly flag: string }>;
type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

function tokensOf(argv: readonly string[], known: Known) {
  const options = Object.fromEntries(
    [...known].map(([flag, { kind }]) => [
      flag,
      { type: takesNext(kind) ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  return parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function takesNext({ placeholder, optional }: AnyInput['kind']): boolean {
  return placeholder !== undefined && optional === undefined;
}

/** The tokens, with a known word after a flag whose value is optional joined to it: `--load docker`. */
function valuesJoined(tokens: readonly Token[], known: Known): readonly Token[] {
  return tokens.flatMap((token, at) => {
    const [before, next] = [tokens[at - 1], tokens[at + 1]];
    if (before !== undefined && isValueOf(token, before, known)) return [];
    if (token.kind !== 'option' || next?.kind !== 'positional' || !isValueOf(next, token, known))
      return [token];
    return [{ ...token, value: next.value, inlineValue: false }];
  });
}

function isValueOf(token: Token, before: Token, known: Known): boolean {
  if (token.kind !== 'positional' || before.kind !== 'option' || before.value !== undefined) return false;
  return known.get(before.name)?.kind.optional?.words.includes(token.value) ?? false;
}

function givenValue(
  token: OptionToken,
  known: Known,
  faults: Fault[],
): { readonly entry: AnyInput; readonly text: string } | undefined {
  const where = token.rawName;
  const refuse = (message: string, hint?: string): undefined => {
    faults.push({ where, message, hint });
  };
  const entry = where.startsWith('--') ? known.get(token.name) : undefined;
  if (entry === undefined) {
    const negated = known.get(token.name.replace(/^no-/, ''));
    if (!where.startsWith('--no-') || negated?.kind.placeholder !== undefined || negated === undefined) {
      return refuse('there is no such flag', nearestFlag(where, [...known.keys()]));
    }
    return token.inlineValue === true ? refuse('takes no value') : { entry: negated, text: 'false' };
  }
  const { placeholder, takesDashes, optional } = entry.kind;
  if (placeholder === undefined) return { entry, text: token.value ?? 'true' };
  if (optional !== undefined) return { entry, text: token.value ?? optional.alone };
  const example = `for example ${where}=${entry.example}`;
  if (token.value === undefined) return refuse(`needs a value: ${placeholder}`, example);
  if (token.inlineValue !== true && token.value.startsWith('-') && !takesDashes) {
    const hint = `if ${quoted(token.value)} is the value, write ${where}=${token.value}; ${example}`;
    return refuse(`needs a value: ${placeholder}`, hint);
  }
  return { entry, text: token.value };
}

function nearestFlag(rawName: string, known: readonly string[]): string {
  const nearest = nearestName(rawName.replace(/^-+/, ''), known);
  return nearest === undefined ? 'slipway COMMAND --help lists them' : `did you mean --${nearest}?`;
}

function checkPositionals(command: CommandName, positionals: readonly string[], faults: Fault[]): void {
  const { least, most, positional } = commands[command];
  const where = `slipway ${command}`;
  const usage = `usage: slipway ${command} ${positional}`.trim();
  const dashed = positionals.find((text) => text.startsWith('-'));
  if (dashed !== undefined) {
    faults.push({
      where,
      message: `${quoted(dashed)} begins with -`,
      hint: `if it is a path, write ./${dashed}`,
    });
  }
  if (positionals.some((text) => text === '' || /[\0\n\r]/.test(text))) {
    faults.push({ where, message: 'an argument is empty or has a line break in it', hint: usage });
  }
  if (positionals.length < least) {
    // `REF …` is one or more of them.
    const names = positional
      .split(' ')
      .filter((name) => name !== '…' && !name.startsWith('['))
      .slice(positionals.length);
    const message = `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} missing`;
    faults.push({ where, message, hint: usage });
  }
  // After another fault a surplus argument is most often that flag's value.
  if (positionals.length > most && faults.length === 0) {
    const surplus = positionals.slice(most).map(quoted).join(' ');
    faults.push({ where, message: `too many arguments: ${surplus}`, hint: usage });
  }
}
