import { SlipwayError } from '../support/errors.ts';
import { nearestName, quoted } from './faults.ts';
import { formatImagePlace, parseImagePlace } from './image-place.ts';
import { type Item, scalar } from './kinds.ts';
import { referencePattern } from './reference.ts';
import type { BaseRequest } from './request.ts';

const builtIn = ['static', 'scratch'] as const;
const one = 'static, scratch, or an image such as gcr.io/distroless/static-debian13 or oci:DIR';

/**
 * Reads `static`, `scratch` or an image's place. A word alone is a slip more often than an image of Docker Hub, which is
 * named with its tag: alpine:3.22.
 */
export const base: Item<BaseRequest> = scalar({
  placeholder: 'BASE',
  one,
  many: 'bases',
  parse: (text) => {
    const word = builtIn.find((known) => known === text);
    if (word !== undefined) return word;
    if (/[/:@]/.test(text)) return parseImagePlace(text);
    const nearest = nearestName(text, builtIn);
    throw new SlipwayError('E_CONFIG', `${quoted(text)} is not ${one}`, {
      hint:
        nearest === undefined
          ? 'an image of Docker Hub is written with its tag, for example alpine:3.22'
          : `did you mean ${nearest}?`,
    });
  },
  show: formatBase,
  schema: {
    type: 'string',
    pattern: `^(?:${builtIn.join('|')}|(?:oci|oci-archive|docker-archive):[^\u0000\n\r]+|(?=[^/:@]*[/:@])${referencePattern()})$`,
  },
});

/** The spelling of --base. */
export function formatBase(request: BaseRequest): string {
  return typeof request === 'string' ? request : formatImagePlace(request);
}
