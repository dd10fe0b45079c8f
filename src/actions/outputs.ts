import { dirname } from 'node:path';
import type { Report, TargetReport } from '../report/model.ts';
import type { Plan } from '../report/plan.ts';
import { writtenPlaces } from '../report/written-places.ts';
import type { ActionOutputName } from '../request/action-inputs.ts';

/** What later steps get of a run, as texts; see `actionOutputs` for what each means. */
export type ActionOutputs = Readonly<Partial<Record<ActionOutputName, string>>>;

/** @param reportPath where report.json was written */
export function outputsOf(report: Report, reportPath: string, summary: string): ActionOutputs {
  const { targets, outcome, toolchain } = report;
  const imaged = targets.filter(({ indexDigest }) => indexDigest !== undefined);
  const publications = targets.flatMap((target) => target.publications ?? []);
  const [only, ...others] = imaged;
  return {
    digest: others.length === 0 ? (only?.indexDigest ?? '') : '',
    digests: JSON.stringify(Object.fromEntries(imaged.map(({ name, indexDigest }) => [name, indexDigest]))),
    image: publications.map(({ repository, digest }) => `${repository}@${digest}`).join('\n'),
    tags: publications
      .flatMap(({ repository, tags }) => tags.map((tag) => `${repository}:${tag}`))
      .join('\n'),
    metadata: JSON.stringify(Object.fromEntries(imaged.map((target) => [target.name, metadataOf(target)]))),
    layout: targets.flatMap(({ outputs }) => writtenPlaces(outputs, 'oci')).join('\n'),
    report: reportPath,
    sbom: sbomFolder(targets),
    outcome,
    summary,
    'go-version': toolchain.go.replace(/^go/, ''),
  };
}

/** How many units a job's name tells of. */
const mostNamed = 2;

/** The jobs of a matrix; '' where nobody asks for shards. */
export function matrixOf({ shards }: Plan): string {
  if (shards === undefined) return '';
  const include = shards.map(({ shard, units }, at) => {
    const more = units.length - mostNamed;
    const named = units.slice(0, mostNamed).join(', ');
    return { shard, index: at + 1, units: more > 0 ? `${named} and ${more} more` : named || 'nothing' };
  });
  return JSON.stringify({ include });
}

function sbomFolder(targets: readonly TargetReport[]): string {
  const made = targets.flatMap(({ images, files = [] }) => [...images, ...files]);
  const [first] = made.flatMap(({ sboms = [] }) => sboms);
  return first === undefined ? '' : dirname(first.path);
}

/** The names that docker/build-push-action's metadata has (docs.docker.com, `--metadata-file`). */
function metadataOf({ indexDigest, indexBytes, publications = [] }: TargetReport): Record<string, unknown> {
  const names = publications.flatMap(({ references: [, ...byTag] }) => byTag);
  return {
    ...(names.length > 0 && { 'image.name': names.join(',') }),
    'containerimage.digest': indexDigest,
    'containerimage.descriptor': {
      mediaType: 'application/vnd.oci.image.index.v1+json',
      digest: indexDigest,
      size: indexBytes,
    },
  };
}
