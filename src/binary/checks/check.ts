import { SlipwayError } from '../../support/errors.ts';
import type { Severity, Verdict } from '../../verify/verdict.ts';
import type { ElfFacts } from '../elf/facts.ts';
import { elfType } from '../elf/header.ts';
import { describeMachine, elfMachines, isForArchitecture } from '../elf/machine.ts';
import { type ExecutableFacts, formatFor } from '../executable.ts';
import { type Answer, fail, pass, skip, type Wanted } from './answer.ts';
import { checkBuildId } from './build-id.ts';
import { checkBuildInfo } from './build-info.ts';
import { checkLookups } from './lookups.ts';
import { checkMaxProcs } from './max-procs.ts';
import { checkRelro } from './relro.ts';
import { checkStatic } from './static.ts';

interface Check {
  readonly name: string;
  readonly severity: Severity;
  readonly answer: (facts: ExecutableFacts, wanted: Wanted) => Answer;
}

/** Every check of a file, in the order of their verdicts. */
const checks: readonly Check[] = [
  { name: 'binary/machine', severity: 'block', answer: checkMachine },
  { name: 'binary/static', severity: 'block', answer: forElf(checkStatic) },
  { name: 'binary/build-info', severity: 'block', answer: checkBuildInfo },
  { name: 'binary/build-paths', severity: 'warn', answer: checkBuildPaths },
  { name: 'binary/executable-stack', severity: 'warn', answer: forElf(checkStack) },
  { name: 'binary/lookups', severity: 'warn', answer: checkLookups },
  { name: 'binary/gomaxprocs', severity: 'info', answer: checkMaxProcs },
  { name: 'binary/relro', severity: 'info', answer: forElf(checkRelro) },
  { name: 'binary/build-id', severity: 'info', answer: checkBuildId },
  { name: 'binary/stripped', severity: 'info', answer: forElf(checkStripped) },
];

/** Asks every check about one file; none stops the others. The detail of a failure reads on from the subject. */
export function checkExecutable(facts: ExecutableFacts, wanted: Wanted): Verdict[] {
  return checks.map(({ name, severity, answer }) => ({
    check: name,
    subject: wanted.subject,
    severity,
    ...answer(facts, wanted),
  }));
}

/** The error that ends a run whose file was refused; undefined when no check of a file blocks. */
export function refusalOf(verdicts: readonly Verdict[]): SlipwayError | undefined {
  const blocking = verdicts.filter(
    (verdict) =>
      verdict.check.startsWith('binary/') && verdict.status === 'fail' && verdict.severity === 'block',
  );
  if (blocking.length === 0) return undefined;
  return new SlipwayError(
    'E_BINARY',
    blocking.map((verdict) => `${verdict.subject} ${verdict.detail}`).join('\n'),
  );
}

function forElf(answer: (elf: ElfFacts, wanted: Wanted) => Answer): Check['answer'] {
  return (facts, wanted) =>
    facts.elf === undefined
      ? skip(`it is a file of format ${facts.format}; this is checked of ELF files`)
      : answer(facts.elf, wanted);
}

function checkMachine(facts: ExecutableFacts, { platform }: Wanted): Answer {
  const format = formatFor(platform.os);
  if (facts.format !== format) {
    return fail(`is a file of format ${facts.format}, where ${platform.os} needs ${format}`);
  }
  if (facts.elf === undefined)
    return skip(`the machine of format ${facts.format} is known from build info only`);
  const { header } = facts.elf;
  const found = describeMachine(header);
  if (header.type !== elfType.executable && header.type !== elfType.dynamic) {
    return fail(`is not a program: its ELF type is ${header.type}, where 2 or 3 is right`);
  }
  if (isForArchitecture(header, platform.architecture)) return pass(found);
  const right = elfMachines[platform.architecture];
  return fail(
    `is for ${found}, where ${platform.architecture} needs ${right === undefined ? 'no ELF' : describeMachine(right)}`,
  );
}

function checkBuildPaths(facts: ExecutableFacts): Answer {
  const { searched, count, listed } = facts.buildPaths;
  if (count > 0) {
    return fail(
      [
        `names directories of the machine that built it, ${count === 1 ? 'once' : `${count} times`}`,
        ...listed.map((path) => `${path.directory.name} at byte ${path.offset}: ${path.text}`),
        'another folder will give other bytes; look at -X values, embedded files and cgo flags, and at -trimpath',
      ].join('\n'),
    );
  }
  if (searched.length === 0) return skip('no directory was given to search for');
  const hidden = facts.elf?.compressedSections ?? [];
  return hidden.length > 0
    ? skip(`compressed sections (${hidden.join(' ')}) cannot be searched; link with -s -w`)
    : pass(`none of ${searched.join(', ')}`);
}

function checkStack(elf: ElfFacts): Answer {
  const faults = [
    ...(elf.executableStack === true ? ['asks for an executable stack (PT_GNU_STACK)'] : []),
    ...(elf.executableStack === undefined
      ? ['does not say that its stack is not code (no PT_GNU_STACK), so the kernel decides']
      : []),
    ...elf.writableCode.map(
      (address) => `has a segment at 0x${address.toString(16)} that is writable and executable`,
    ),
  ];
  return faults.length === 0 ? pass() : fail(faults.join('\n'));
}

function checkStripped(elf: ElfFacts): Answer {
  const kept = [
    ...(elf.symbolTable ? ['its symbol table'] : []),
    ...(elf.dwarf ? ['debug information (DWARF)'] : []),
  ];
  return kept.length === 0 ? pass() : fail(`keeps ${kept.join(' and ')}; -ldflags "-s -w" leaves them out`);
}
