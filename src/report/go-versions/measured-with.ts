import type { ComparedPlatform, NotMeasured, PackedSize, StartTimes } from './go-comparison.ts';

/** How the numbers of a table came about, and what could not be measured; each a sentence. */
export function measuresText({ compression, programs }: ComparedPlatform): string[] {
  const made = programs.filter(({ file }) => file !== undefined);
  const packed = made.flatMap((program) => program.packed ?? []);
  const starts = made.flatMap((program) => program.start ?? []);
  const sentences = [
    compression === undefined
      ? 'No image holds such a program, so nothing is pulled.'
      : `Pulled: the layer of the stripped program (${compression}).`,
    ...packedText(packed),
    ...startText(starts),
  ];
  return made.length === 0 ? [] : [`* what the module asks for. ${sentences.join(' ')}`];
}

function packedText(packed: readonly PackedSize[]): string[] {
  const done = packed.flatMap((each) => (each.kind === 'packed' ? [each.by] : []));
  const ways = [...new Set(done)].map((by) => `Packed: ${by}.`);
  return [...ways, ...reasons('Not packed', packed.filter(isNone))];
}

function startText(starts: readonly StartTimes[]): string[] {
  const done = starts.flatMap((each) => (each.kind === 'measured' ? [each] : []));
  const ways = [
    ...new Set(done.map(({ isolation, seconds }) => `${seconds.length} runs in turns, ${isolation}`)),
  ];
  return [
    ...ways.map((way) => `Start: median and middle half of ${way}.`),
    ...reasons('Start not measured', starts.filter(isNone)),
  ];
}

function isNone(each: { readonly kind: string }): each is NotMeasured {
  return each.kind === 'none';
}

function reasons(what: string, none: readonly NotMeasured[]): string[] {
  return [...new Set(none.map(({ why }) => `${what}: ${why}.`))];
}
