import { isNews } from '../../size/verdict-changes.ts';
import type { BeforeAfter, ImageComparison } from '../comparison.ts';
import { isPruningChanged } from '../dead-code-change-words.ts';
import type { SizeReport } from '../size-report.ts';

/** A target on one platform, in two states. */
export interface Sized {
  readonly target: string;
  /** What it was called before, where it was called something else. */
  readonly formerName?: string;
  readonly platform: string;
  /** Of a bare file its length. */
  readonly disk: BeforeAfter;
  /** Of images. */
  readonly pull: BeforeAfter | undefined;
  readonly image: ImageComparison;
  readonly state: 'new' | 'gone' | 'changed' | 'same';
}

/** Less is noise: the build ID, a version's length, how a compressor happens to cut. */
export const noiseBytes = 1024;

/** What was compared, what changed most first. */
export function sizedOf({ targets }: SizeReport): Sized[] {
  const nothing = { before: 0, after: 0 };
  const all = targets.flatMap(({ images, name: target, ...former }) =>
    images.map((image): Sized => {
      const disk = image.diskBytes ?? image.fileBytes ?? nothing;
      const pull = image.pullBytes;
      const state = stateOf(disk, pull, image);
      const isRenamed = former.formerName !== undefined && state === 'same';
      const { platform } = image;
      return { target, ...former, platform, disk, pull, image, state: isRenamed ? 'changed' : state };
    }),
  );
  return all.toSorted((a, b) => Math.abs(growth(b.disk)) - Math.abs(growth(a.disk)));
}

function stateOf(disk: BeforeAfter, pull: BeforeAfter | undefined, image: ImageComparison): Sized['state'] {
  const { brought = [], packages } = image;
  if (disk.before === 0) return 'new';
  if (disk.after === 0) return 'gone';
  const isQuiet = [disk, pull].every((each) => each === undefined || Math.abs(growth(each)) < noiseBytes);
  const hasNews = brought.length > 0 || packages.some(({ before, after }) => before === 0 || after === 0);
  return isQuiet && !hasNews && !isPruningChanged(image) ? 'same' : 'changed';
}

/** Whether there is nothing to tell of a report but that. */
export function isUnchanged(size: SizeReport): boolean {
  const { excesses, budgets, verdicts = [] } = size;
  const isQuiet = excesses.length === 0 && budgets === undefined && !verdicts.some(isNews);
  return isQuiet && sizedOf(size).every(({ state }) => state === 'same');
}

export function growth({ before, after }: BeforeAfter): number {
  return after - before;
}
