import { breakdown, type Part, type PartKind } from '../binary/breakdown.ts';
import { buildIdRanges } from '../binary/build-ids.ts';
import { buildInfoTexts } from '../binary/go/build-info-texts.ts';
import type { FileRange, ProgramFile } from '../binary/program-file.ts';

/** One part of the format in two programs, which is not the same in both. */
export interface DifferingPart {
  readonly name: string;
  readonly kind: PartKind;
  /** 0: that program has none. */
  readonly before: number;
  readonly after: number;
  /** Bytes that are others at their place; only of parts of one length. */
  readonly differing?: DifferingBytes;
}

/** Each byte counts once. */
export interface DifferingBytes {
  readonly buildId: number;
  readonly buildInfo: number;
  /** Hashes over the file's other bytes. */
  readonly signature: number;
  readonly rest: number;
}

export interface Differences {
  /** Every part begins at the same place and has the same length in both. */
  readonly sameLayout: boolean;
  readonly parts: readonly DifferingPart[];
  /** Runs of bytes that count as `rest`, of the first program, in the file's order. */
  readonly rest: readonly FileRange[];
}

const windowBytes = 1 << 18;
const blockBytes = 256;
/** Of programs that have little in common there are millions, which nobody asks for one by one. */
const mostRuns = 1 << 20;

/**
 * Where two programs differ, part by part of their format.
 * @throws SlipwayError E_BINARY when one is damaged
 */
export function differences(before: ProgramFile, after: ProgramFile): Differences {
  const [one, other] = [breakdown(before), breakdown(after)];
  const pairs = paired(one, other);
  const known = knownRanges(before).toSorted((a, b) => a.offset - b.offset);
  const rest: FileRange[] = [];
  const parts = pairs.flatMap(([first, second]): DifferingPart[] => {
    const { name, kind } = first ?? (second as Part);
    const lengths = { before: first?.bytes ?? 0, after: second?.bytes ?? 0 };
    if (first === undefined || second === undefined || first.bytes !== second.bytes)
      return [{ name, kind, ...lengths }];
    const sums = { buildId: 0, buildInfo: 0, signature: 0, rest: 0 };
    for (const run of differingRuns(before, after, first, second)) {
      for (const { offset, bytes, what } of divided(run, known)) {
        const counted = what === 'rest' && kind === 'signature' ? 'signature' : what;
        sums[counted] += bytes;
        if (counted === 'rest' && rest.length < mostRuns) rest.push({ offset, bytes });
      }
    }
    const isSame = Object.values(sums).every((bytes) => bytes === 0);
    return isSame ? [] : [{ name, kind, ...lengths, differing: sums }];
  });
  const sameLayout = pairs.every(
    ([first, second]) => first?.offset === second?.offset && first?.bytes === second?.bytes,
  );
  return { sameLayout, parts, rest };
}

/** The parts with differences beside the build info and the IDs. */
export function openParts<Part extends Pick<DifferingPart, 'differing'>>(parts: readonly Part[]): Part[] {
  return parts.filter(({ differing }) => differing === undefined || differing.rest + differing.signature > 0);
}

/** Parts of one name and kind by their order among those. */
function paired(
  one: readonly Part[],
  other: readonly Part[],
): (readonly [Part | undefined, Part | undefined])[] {
  const waiting = new Map<string, Part[]>();
  const keyOf = ({ kind, name }: Part): string => `${kind} ${name}`;
  for (const part of other) waiting.set(keyOf(part), [...(waiting.get(keyOf(part)) ?? []), part]);
  const pairs = one.map((part) => [part, waiting.get(keyOf(part))?.shift()] as const);
  return [...pairs, ...[...waiting.values()].flat().map((part) => [undefined, part] as const)];
}

type Known = FileRange & { readonly what: 'buildId' | 'buildInfo' };

/** Ranges without which the linker made neither program, and which differ for reasons of their own. */
function knownRanges(program: ProgramFile): Known[] {
  return [
    ...buildIdRanges(program).map((range) => ({ ...range, what: 'buildId' as const })),
    ...buildInfoTexts(program.source).map(({ offset, bytes }) => ({
      offset,
      bytes,
      what: 'buildInfo' as const,
    })),
  ];
}

/** A run cut at the borders of what is known, which does not overlap. */
function divided(
  run: FileRange,
  known: readonly Known[],
): (FileRange & { readonly what: Known['what'] | 'rest' })[] {
  const pieces: (FileRange & { readonly what: Known['what'] | 'rest' })[] = [];
  const end = run.offset + run.bytes;
  let at = run.offset;
  for (const { offset, bytes, what } of known) {
    const from = Math.max(at, offset);
    const to = Math.min(end, offset + bytes);
    if (to <= from) continue;
    if (from > at) pieces.push({ offset: at, bytes: from - at, what: 'rest' });
    pieces.push({ offset: from, bytes: to - from, what });
    at = to;
  }
  if (end > at) pieces.push({ offset: at, bytes: end - at, what: 'rest' });
  return pieces;
}

/** Runs of bytes of a range of the first program that are others in a range of the second, which is as long. */
function* differingRuns(
  before: ProgramFile,
  after: ProgramFile,
  one: FileRange,
  other: FileRange,
): Generator<FileRange> {
  const rooms = [room(one), room(other)] as const;
  for (let done = 0; done < one.bytes; done += windowBytes) {
    const length = Math.min(windowBytes, one.bytes - done);
    const ours = bufferOf(before.source.read(one.offset + done, length, rooms[0]));
    const theirs = bufferOf(after.source.read(other.offset + done, length, rooms[1]));
    if (ours.equals(theirs)) continue;
    for (let from = 0; from < length; from += blockBytes) {
      const to = Math.min(length, from + blockBytes);
      if (ours.compare(theirs, from, to, from, to) === 0) continue;
      let start = -1;
      for (let at = from; at <= to; at += 1) {
        const differs = at < to && ours[at] !== theirs[at];
        if (differs && start < 0) start = at;
        if (differs || start < 0) continue;
        yield { offset: one.offset + done + start, bytes: at - start };
        start = -1;
      }
    }
  }
}

function room({ bytes }: FileRange): Buffer {
  return Buffer.allocUnsafeSlow(Math.min(windowBytes, bytes));
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
