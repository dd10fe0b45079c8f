import { plainLine } from '../plain-text.ts';
import type { ComparedPlatform, GoProgram, NotMeasured } from './go-comparison.ts';

/** How the numbers of a table came about, and what could not be measured. Empty where there are none. */
export function measuresText({ compression, programs }: ComparedPlatform): string[] {
  const made = programs.filter(({ file }) => file !== undefined);
  const sentences = [
    compression === undefined
      ? 'No image holds such a program, so nothing is pulled.'
      : `Pulled: the layer of the stripped program (${compression}).`,
    ...packedText(made),
    ...startText(made),
  ];
  return made.length === 0 ? [] : [`* what the module asks for. ${sentences.join(' ')}`];
}

function packedText(made: readonly GoProgram[]): string[] {
  const done = made.flatMap(({ packed }) => (packed?.kind === 'packed' ? [packed.by] : []));
  const ways = [...new Set(done)].map((by) => `Packed: ${by}.`);
  return [...ways, ...reasons('Not packed', made, ({ packed }) => packed)];
}

function startText(made: readonly GoProgram[]): string[] {
  const done = made.flatMap(({ start }) => (start?.kind === 'measured' ? [start] : []));
  const ways = new Set(
    done.map(({ isolation, seconds }) =>
      seconds.length === 1
        ? `one run, ${isolation}`
        : `median and middle half of ${seconds.length} runs in turns, ${isolation}`,
    ),
  );
  return [
    ...[...ways].map((way) => `Start: ${way}${overlapping(done) ? overlap : ''}.`),
    ...reasons('Start not measured', made, ({ start }) => start),
  ];
}

const overlap = '; the halves overlap, so these runs tell no version from another';

/** Whether there are times that lie in the middle half of every version's runs. */
function overlapping(times: readonly { readonly low: number; readonly high: number }[]): boolean {
  const lows = times.map(({ low }) => low);
  const highs = times.map(({ high }) => high);
  return times.length > 1 && Math.max(...lows) <= Math.min(...highs);
}

/** A reason of all is said once, another with the versions that it is of. */
function reasons(
  what: string,
  made: readonly GoProgram[],
  of: (program: GoProgram) => NotMeasured | { readonly kind: string } | undefined,
): string[] {
  const none = made.flatMap((program) => {
    const found = of(program);
    return found !== undefined && 'why' in found ? [{ go: program.go, why: found.why }] : [];
  });
  return [...Map.groupBy(none, ({ why }) => why)].map(([why, all]) => {
    const names = all.length === made.length ? '' : ` with ${all.map(({ go }) => go).join(', ')}`;
    return `${what}${names}: ${plainLine(why)}.`;
  });
}
