import { linkNames } from '../brought-words.ts';
import { excessText, measureWords } from '../budget-words.ts';
import type { BeforeAfter } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import type { CommentedReport } from '../size-comment/comment.ts';
import { growth, noiseBytes, type Sized } from '../size-comment/sized.ts';
import { changeText } from '../size-comment/words.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { xmlText } from '../xml-text.ts';
import { imageName } from './images.ts';
import { type HtmlCell, type HtmlTable, textCell } from './table-html.ts';

const number = 'number';

/** Every target on every platform; a name leads to what is in it. Of bare files nothing is pulled. */
export function targetTable(sized: readonly Sized[], shown: ReadonlySet<string>): HtmlTable {
  const isPulled = sized.some(({ pull }) => pull !== undefined);
  const pulled: HtmlTable['heads'] = [
    ['Pulled', number],
    ['Change', number],
  ];
  return {
    title: 'Targets',
    id: 'targets',
    heads: [['Target'], ['On disk', number], ['Change', number], ...(isPulled ? pulled : [])],
    rows: sized.map((each) => {
      const { disk, pull, state } = each;
      return [
        targetCell(each, shown),
        ...sizeCells(disk, state),
        ...(isPulled ? sizeCells(pull, state) : []),
      ];
    }),
  };
}

/** How large it is, of what is gone was, and how it changed. */
function sizeCells(change: BeforeAfter | undefined, state: Sized['state']): HtmlCell[] {
  if (change === undefined) return [textCell('–', number), textCell('')];
  return [
    textCell(formatBytes(state === 'gone' ? change.before : change.after), number),
    changeCell(change, state),
  ];
}

function targetCell({ target, formerName, platform }: Sized, shown: ReadonlySet<string>): HtmlCell {
  const former = formerName === undefined ? '' : ` (was ${textCell(formerName).html})`;
  const html = `<b>${textCell(target).html}</b>${former} ${textCell(platform).html}`;
  const name = imageName({ target, platform });
  if (!shown.has(name)) return { html };
  return { html: `<a href="#${xmlText(new URLSearchParams({ image: name }).toString())}">${html}</a>` };
}

function changeCell(change: BeforeAfter, state: Sized['state']): HtmlCell {
  if (state === 'new' || state === 'gone') return textCell(state, `${number} ${state}`);
  const more = growth(change);
  const how = Math.abs(more) < noiseBytes ? '' : more > 0 ? ' grown' : ' shrunk';
  return textCell(changeText(change), `${number}${how}`);
}

export function limitTable({ excesses }: SizeReport, sized: readonly Sized[]): HtmlTable {
  return {
    title: 'Limits that are passed',
    id: 'limits',
    heads: [['Target'], ['What'], ['Actual', number], ['Limit', number], ['Consequence']],
    rows: excesses.map((excess) => {
      const { target, platform } = excess;
      const { actual, limit, gate } = excessText(excess);
      const what = textCell(subjectOf(excess, sized), excess.name === '' ? undefined : 'code');
      return [
        { html: `<b>${textCell(target).html}</b> ${textCell(platform).html}` },
        what,
        textCell(actual, number),
        textCell(limit, number),
        textCell(gate),
      ];
    }),
  };
}

function subjectOf({ measure, name, target }: TargetExcess, sized: readonly Sized[]): string {
  if (name === '') return measureWords[measure];
  const image = sized.find((each) => each.target === target)?.image;
  return linkNames([name], image?.mainModule)[0] ?? name;
}

export function budgetTable({ budgets = [] }: SizeReport): HtmlTable {
  return {
    title: 'Budgets that change',
    id: 'budgets',
    heads: [['Target'], ['Before'], ['After']],
    rows: budgets.map(({ target, before, after }) => [
      textCell(target),
      textCell(before, 'code'),
      textCell(after, 'code'),
    ]),
  };
}

/** What bytes follow from beside the code. */
export function settingTable({ settings }: SizeReport): HtmlTable {
  return {
    title: 'Settings that change',
    id: 'settings',
    heads: [['Target'], ['What'], ['Before'], ['After']],
    rows: settings.map(({ target, name, before, after }) => [
      textCell(target),
      textCell(name),
      textCell(before === '' ? 'none' : before, 'code'),
      textCell(after === '' ? 'none' : after, 'code'),
    ]),
  };
}

/** Those of budgets are told as limits. What several have alike is told once. */
export function checkTable(verdicts: CommentedReport['verdicts']): HtmlTable {
  const failed = verdicts.filter(({ status, check }) => status === 'fail' && !check.startsWith('budget/'));
  const alike = Map.groupBy(failed, ({ check, severity, detail }) =>
    JSON.stringify([check, severity, detail]),
  );
  return {
    title: 'Checks',
    id: 'checks',
    heads: [['Check'], ['Of'], ['Says'], ['Weight']],
    rows: [...alike.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const subjects = group.map(({ subject }) => textCell(subject).html);
      return [
        [
          textCell(first.check, 'word'),
          { html: subjects.join('<br>') },
          { html: first.detail.split('\n').map(xmlText).join('<br>') },
          textCell(first.severity),
        ],
      ];
    }),
  };
}
