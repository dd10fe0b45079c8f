import { resolve } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { isDigest } from '../support/hashing.ts';
import { collect, type Fault, quoted, throwFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { cacheDirectory, type HostEnvironment } from './host-environment.ts';
import { type ImagePlace, imagePlaceForms } from './image-place.ts';
import type { Platform } from './platform.ts';
import { registrySettings } from './registry-settings.ts';
import type { Compression, RegistrySettings } from './request.ts';
import { weighed } from './settings.ts';
import { type BareFile, bareFile, placeOf, saysWhere } from './spelled-place.ts';

/** What `slipway convert` is asked to do. Paths are absolute. */
export interface ConvertRequest {
  readonly from: ImagePlace | BareFile;
  readonly to: ImagePlace;
  /** One image of an index; undefined: all of it. */
  readonly platform: Platform | undefined;
  /** For layers that are not compressed in a docker archive. */
  readonly compression: Compression;
  readonly registries: RegistrySettings;
  readonly cacheDirectory: string;
  readonly reportFile: string | undefined;
  readonly json: boolean;
}

/**
 * The request of `slipway convert FROM TO`. A path without a kind is taken for FROM where something lies there.
 * @throws SlipwayError E_CONFIG with every fault
 */
export async function convertRequest(
  { values, positionals }: Flags,
  host: HostEnvironment,
): Promise<ConvertRequest> {
  const [fromText = '', toText = ''] = positionals;
  const faults: Fault[] = [];
  const bare = await bareFile(fromText, host.cwd);
  const from = bare ?? collect('FROM', faults, () => sourceOf(fromText, host.cwd));
  const to = collect('TO', faults, () => targetOf(toText, host.cwd));
  const [first, ...others] = values.platforms ?? [];
  const platform = first === 'all' ? undefined : first;
  if (others.length > 0) {
    const hint = 'leave --platform out to copy all of an index';
    faults.push({ where: '--platform', message: 'one platform can be taken, or all of them', hint });
  }
  const request = {
    platform,
    compression: weighed('compression', [values]),
    registries: registrySettings(values, host, faults),
    cacheDirectory: cacheDirectory(values.cacheDirectory, host, faults),
    reportFile: values.report === undefined ? undefined : resolve(host.cwd, values.report),
    json: values.json ?? false,
  };
  throwFaults(faults, 'slipway convert');
  if (from === undefined || to === undefined) throw new SlipwayError('E_INTERNAL', 'a place was lost');
  return { ...request, from, to };
}

/** A word alone is a slip in a file's name more often than an image of Docker Hub. */
function sourceOf(text: string, cwd: string): ImagePlace {
  const place = placeOf(text, cwd);
  if (/[/:@]/.test(text)) return place;
  throw new SlipwayError('E_CONFIG', `there is no file or folder ${quoted(text)}`, {
    hint: `an image of Docker Hub is written docker://${text}`,
  });
}

/** Stricter than for FROM: what was meant for a file must not be pushed to Docker Hub. */
function targetOf(text: string, cwd: string): ImagePlace {
  const place = placeOf(text, cwd);
  if (place.kind === 'registry') {
    if (!saysWhere(text, place)) {
      const { registry } = place.reference;
      throw new SlipwayError('E_CONFIG', `${quoted(text)} may be meant for a file or for ${registry}`, {
        hint: `write oci:${text}, oci-archive:${text}, docker-archive:${text} or docker://${text}`,
      });
    }
    if (place.reference.digest === undefined) return place;
  } else if (place.name === undefined || !isDigest(place.name)) return place;
  throw new SlipwayError(
    'E_CONFIG',
    `${quoted(text)} names a digest, and the image itself decides which it has`,
    {
      hint: `give it a name or none: ${imagePlaceForms}`,
    },
  );
}
