import type { DeadCode } from '../size/reach/findings.ts';
import { formatAskedPrograms, type TextOptions } from './asked-programs.ts';
import { shortened } from './bars.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { blockersWords, symbolText } from './reference-words.ts';
import type { Style } from './style.ts';
import type { WhyAnswer, WhyInspection, WhyProgram } from './why-inspection.ts';
import { savingLine, subjectLines } from './why-subject-text.ts';
import { wrapped } from './wrapped.ts';

/** How many lines each list has before the rest is counted. */
const most = { candidates: 10, blockers: 8 } as const;

/** Why things are in programs, and what would go without them, for a person: a paragraph for each. Ends with a line break. */
export function formatWhyInspection(found: WhyInspection, options: TextOptions = {}): string {
  return formatAskedPrograms(found, options, programParagraphs);
}

function programParagraphs(
  { answers = [], deadCode }: WhyProgram,
  columns: number,
  style: Style,
): string[][] {
  return [
    ...answers.flatMap((answer) => answerParagraphs(answer, columns, style)),
    ...(deadCode === undefined || deadCode.pruned ? [] : [keptMethods(deadCode, columns, style)]),
  ];
}

function answerParagraphs({ name, subjects, candidates = [] }: WhyAnswer, columns: number, style: Style) {
  if (subjects.length === 0 && candidates.length === 0) {
    return [[style.bold(plainLine(name)), '  nothing of this program is called so']];
  }
  if (candidates.length === 0) return subjects.map((subject) => subjectLines(subject, columns, style));
  const rows = candidates.slice(0, most.candidates).map(({ kind, name: meant, bytes }) => {
    const said = shortened(plainLine(symbolText(meant)), Math.max(24, columns - 24));
    return `  ${formatBytes(bytes).padStart(10)}  ${style.dim(kind.padEnd(7))}  ${said}`;
  });
  const rest = candidates.length - most.candidates;
  return [
    [
      `${style.bold(plainLine(name))} may mean several things; ask for one of them`,
      ...rows,
      ...(rest > 0 ? [style.dim(`  and ${rest} more`)] : []),
    ],
  ];
}

/** One line for each function for whose sake methods are kept. */
function keptMethods({ blockers, bytes }: DeadCode, columns: number, style: Style): string[] {
  const why = `${blockersWords(blockers.length)}, so methods that nothing calls stay`;
  const rest = blockers.length - most.blockers;
  return [
    `${style.bold('dead-code elimination is')} ${style.warning('off')}`,
    ...wrapped(why, columns - 2).map((line) => `  ${line}`),
    ...(blockers.length > 1 ? [savingLine(bytes, 'without all of them', style)] : []),
    ...blockers
      .slice(0, most.blockers)
      .map((each) =>
        savingLine(
          each.bytes,
          shortened(plainLine(symbolText(each.symbol)), Math.max(24, columns - 14)),
          style,
        ),
      ),
    ...(rest > 0 ? [style.dim(`  and ${rest} more`)] : []),
  ];
}
