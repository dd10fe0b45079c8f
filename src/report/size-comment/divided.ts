import type { BeforeAfter } from '../comparison.ts';
import type { ApartImage, ApartKind, SettingChange, SizeReport, Unmeasured } from '../size-report.ts';
import { growth, type Sized } from './sized.ts';

/** A change of a target on a platform by what makes it: with the rest they are the whole. */
export interface Divided extends Sized {
  readonly settings: readonly SettingChange[];
  readonly parts: readonly DividedPart[];
  /** The code's; and that of what is not measured. */
  readonly rest: Growth;
  readonly unmeasured: readonly (Pick<Unmeasured, 'why'> & { readonly what: ApartKind })[];
}

interface DividedPart extends Growth {
  readonly what: ApartKind;
}

/** Bytes more than before. */
export interface Growth {
  readonly disk: number;
  /** Of images. */
  readonly pull: number | undefined;
}

/** What changed and was measured, or could not be; what changed most first. */
export function dividedOf({ settings, apart = [] }: SizeReport, sized: readonly Sized[]): Divided[] {
  return sized
    .filter(({ state }) => state === 'changed')
    .flatMap((each) => {
      const { target, platform, image } = each;
      const mine = apart.map(({ what, images, unmeasured }) => ({
        what,
        images: images.filter((one) => one.target === target && one.platform === platform),
        why: unmeasured.find((one) => one.target === target)?.why,
      }));
      const measure = image.diskBytes === undefined ? 'fileBytes' : 'diskBytes';
      const kinds = [...new Set(mine.filter(({ images }) => images.length > 0).map(({ what }) => what))];
      const parts = kinds.map((what): DividedPart => {
        const images = mine.filter((part) => part.what === what).flatMap((part) => part.images);
        const pull = each.pull === undefined ? undefined : sumOf(images, 'pullBytes');
        return { what, disk: sumOf(images, measure), pull };
      });
      const unmeasured = mine.flatMap(({ what, why }) => (why === undefined ? [] : [{ what, why }]));
      if (parts.length === 0 && unmeasured.length === 0) return [];
      const rest = {
        disk: growth(each.disk) - parts.reduce((sum, { disk }) => sum + disk, 0),
        pull: each.pull && growth(each.pull) - parts.reduce((sum, { pull = 0 }) => sum + pull, 0),
      };
      const own = settings.filter((change) => change.target === target);
      return [{ ...each, settings: own, parts, rest, unmeasured }];
    });
}

function sumOf(images: readonly ApartImage[], measure: 'diskBytes' | 'pullBytes' | 'fileBytes'): number {
  const changes: readonly (BeforeAfter | undefined)[] = images.map((image) => image[measure]);
  return changes.reduce((sum, change) => sum + (change === undefined ? 0 : growth(change)), 0);
}
