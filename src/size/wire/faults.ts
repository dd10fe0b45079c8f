import { SlipwayError } from '../../support/errors.ts';

export const damagedHint = 'the layer is not as it was made; get it again';

/** The error of gzip data that is not as RFC 1951 and 1952 have it. `bit`: where, from the file's start. */
export function damaged(bit: number, what: string): SlipwayError {
  return new SlipwayError('E_BASE', `the gzip data is damaged at byte ${Math.floor(bit / 8)}: ${what}`, {
    hint: damagedHint,
  });
}

/** The error of gzip data that ends too early. `bits`: its length. */
export function cutAt(bits: number): SlipwayError {
  return new SlipwayError('E_BASE', `the gzip data is cut: it ends at byte ${bits / 8}`, {
    hint: damagedHint,
  });
}
