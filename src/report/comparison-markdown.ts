import { broughtModules, broughtWords, linkNames, mostBrought } from './brought-words.ts';
import type { Comparison, ImageComparison, ProgramComparison } from './comparison.ts';
import { type Lists, listsOf, noteOf, signed, sizesOf, sizeText } from './comparison-text.ts';
import { deadCodeSentences } from './dead-code-change-words.ts';
import { formatBytes } from './format-bytes.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { markdownSpelling } from './size-comment/words.ts';

const most = 20;

/** A comparison as GitHub's Markdown: sizes, then what changed most, in tables. Ends with a line break. */
export function comparisonMarkdown({ before, after, targets, notices }: Comparison): string {
  const parts = targets.flatMap(({ name, images }) => images.flatMap((image) => imageParts(name, image)));
  const notes = notices.map((notice) => `> ${markdownText(notice)}`);
  return `${[`${markdownCode(before)} → ${markdownCode(after)}`, ...parts, ...notes].join('\n\n')}\n`;
}

function imageParts(name: string, image: ImageComparison): string[] {
  const subject = [name, image.platform].filter((word) => word !== '').map(markdownText);
  return [
    ...(subject.length === 0 ? [] : [`### ${subject.join(' ')}`]),
    ...sizeParts(image),
    ...tables(image),
    ...(image.programs ?? []).flatMap((program) => [
      `#### ${markdownCode(program.path)}`,
      ...sizeParts(program),
      ...tables(program),
    ]),
  ];
}

function sizeParts(image: Parameters<typeof sizesOf>[0]): string[] {
  const sizes = sizesOf(image).map(([what, each]) => `- ${what}: ${sizeText(each)}`);
  return sizes.length === 0 ? [] : [sizes.join('\n')];
}

function tables(changed: Lists): string[] {
  const lists = Object.entries(listsOf(changed)).filter(([, changes]) => changes.length > 0);
  return [
    ...methodSentences(changed),
    ...broughtTable(changed),
    ...lists.map(([title, changes]) =>
      [
        `| ${title} | before | after | |`,
        '|---|--:|--:|--:|',
        ...changes
          .slice(0, most)
          .map((change) =>
            [
              `| ${markdownCode(change.name)}`,
              change.before === 0 ? noteOf(change) : formatBytes(change.before),
              change.after === 0 ? noteOf(change) : formatBytes(change.after),
              `${signed(change.after - change.before)} |`,
            ].join(' | '),
          ),
        ...(changes.length > most ? [`| and ${changes.length - most} more | | | |`] : []),
      ].join('\n'),
    ),
  ];
}

/** Whether methods that nothing calls are pruned, and were before. */
function methodSentences({ deadCode, mainModule }: ProgramComparison): string[] {
  const subject = { spelling: markdownSpelling, where: '', mainModule, placeOf: () => undefined };
  const told = deadCodeSentences(deadCode, subject);
  return told.length === 0 ? [] : [told.join(' ')];
}

/** What is new, each with the imports that bring it. */
function broughtTable(program: ProgramComparison): string[] {
  const { brought = [], mainModule } = program;
  if (brought.length === 0) return [];
  const links = (chain: readonly string[]) => linkNames(chain, mainModule).map((link) => markdownCode(link));
  const rows = brought.slice(0, mostBrought.groups).flatMap((group) => {
    const modules = broughtModules(group, program);
    const told = modules.slice(0, mostBrought.modules);
    return [
      `| ${markdownCode(group.name)} ${broughtWords(group)} | ${signed(group.bytes)} | ${links(group.chain).join(' → ')} |`,
      ...told.map(({ name, bytes, chain, apart }) => {
        const way = [...(apart ? [] : ['…']), ...links(chain)].join(' → ');
        return `| ↳ ${markdownCode(name)} | ${signed(bytes)} | ${way} |`;
      }),
      ...(modules.length > told.length ? [`| ↳ and ${modules.length - told.length} more | | |`] : []),
    ];
  });
  const rest = brought.length - mostBrought.groups;
  const head = ['| what brings what is new | | imports |', '|---|--:|---|'];
  return [[...head, ...rows, ...(rest > 0 ? [`| and ${rest} more | | |`] : [])].join('\n')];
}
