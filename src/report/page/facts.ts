import { attributionWords } from '../attribution-words.ts';
import type { FileInspection } from '../inspection.ts';
import type { PageFile } from './data.ts';
import { shownName } from './names.ts';

/** What the head of the page says of a file. */
export function fileFacts({ file, go, attribution }: FileInspection): PageFile {
  const platform = [file.os ?? '?', file.architecture ?? '?'].join('/');
  const main = go?.main === undefined ? undefined : `${go.main.path} ${go.main.version}`;
  const unsaid = attribution === undefined ? 'not made by Go, or packed' : 'made by Go, without build info';
  const facts = [
    platform,
    file.format,
    file.linkage,
    file.stripped ? 'stripped' : 'with symbols',
    go?.version ?? unsaid,
    main ?? go?.path,
  ];
  return {
    name: shownName(file.path),
    bytes: file.bytes,
    digest: file.digest,
    facts: facts.filter((fact) => fact !== undefined).map(shownName),
    ...(attribution !== undefined && {
      attributed: {
        bytes: attribution.attributedBytes,
        method: attributionWords(attribution.method, file.stripped),
      },
    }),
    ...(attribution?.wire !== undefined && {
      wire: { bytes: attribution.wire.layerBytes, certainty: attribution.wire.certainty },
    }),
  };
}

/** Notices, then what checks found. */
export function noticesOf({ notices, verdicts }: FileInspection): string[] {
  const failed = verdicts.filter(({ status }) => status === 'fail');
  return [...notices, ...failed.map(({ check, detail }) => `${check}: ${detail}`)].map(shownName);
}
