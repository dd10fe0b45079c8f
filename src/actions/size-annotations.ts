import { linkNames } from '../report/brought-words.ts';
import { formatBytes } from '../report/format-bytes.ts';
import { plainText } from '../report/plain-text.ts';
import { floorBytes } from '../report/size-comment/rest.ts';
import type { Cause, SizeReport } from '../report/size-report.ts';
import type { Annotation } from './annotations.ts';

/** GitHub shows ten notices a step. */
const most = 10;

/** At the import that brings something new, and at its line in go.mod: what it brings. What brings most comes first. */
export function sizeAnnotations(size: SizeReport | undefined): Annotation[] {
  if (size === undefined) return [];
  return size.causes
    .flatMap((cause) => broughtBy(cause, size) ?? [])
    .filter(({ bytes }) => bytes >= floorBytes)
    .toSorted((a, b) => b.bytes - a.bytes)
    .flatMap(({ cause, bytes, chain }) => {
      const message = `${cause.name} is new in ${cause.target} and brings ${formatBytes(bytes)}: ${chain.join(' → ')}`;
      return [cause.imports, cause.required].flatMap((place) =>
        place === undefined ? [] : [{ title: 'slipway size', message: plainText(message), ...place }],
      );
    })
    .slice(0, most);
}

/** On the platform on which it brings most. */
function broughtBy(cause: Cause, { targets }: SizeReport) {
  const images = targets.find(({ name }) => name === cause.target)?.images ?? [];
  const [largest] = images
    .flatMap(({ brought = [], mainModule }) =>
      brought
        .filter(({ name }) => name === cause.name)
        .map(({ bytes, chain }) => ({ cause, bytes, chain: linkNames(chain, mainModule) })),
    )
    .toSorted((a, b) => b.bytes - a.bytes);
  return largest;
}
