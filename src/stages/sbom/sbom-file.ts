import { basename } from 'node:path';
import { type Bill, joinParts } from '../../attest/sbom/bill.ts';
import { goProgramPart } from '../../attest/sbom/go-program.ts';
import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import { type BuildInfo, readBuildInfo } from '../../binary/go/build-info.ts';
import { openProgram } from '../../binary/open-program.ts';
import { upxOf } from '../../binary/upx.ts';
import { rfc3339 } from '../../gobuild/version-control.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { sha256File } from '../../support/hashing.ts';

/**
 * The bill of a Go program, by what its linker wrote into it alone.
 * @throws SlipwayError E_BINARY when that is damaged or not there; E_IO when it cannot be read
 */
export async function fileBill(
  path: string,
  { sourceDateEpoch }: { readonly sourceDateEpoch: number | undefined },
): Promise<Bill> {
  try {
    const { digest } = await sha256File(path);
    const info = withFileSource(path, (source) => readBuildInfo(source) ?? whyNone(path, source));
    const { program, ...part } = goProgramPart({ file: basename(path), digest, info });
    const { components, ...links } = joinParts([part]);
    return {
      created: createdOf(info, sourceDateEpoch),
      subject: program,
      phase: 'post-build',
      components: components.filter(({ id }) => id !== program.id),
      ...links,
    };
  } catch (error) {
    throw asSlipwayError(error);
  }
}

/** The commit's time where the program has it; else SOURCE_DATE_EPOCH, or 1970: the time of the run is nobody's. */
export function createdOf({ settings }: BuildInfo, sourceDateEpoch: number | undefined): string {
  return settings['vcs.time'] ?? rfc3339(sourceDateEpoch ?? 0);
}

function whyNone(path: string, source: ByteSource): never {
  const program = openProgram(source);
  if (upxOf(program) !== undefined) {
    throw new SlipwayError('E_BINARY', `${path} is packed by UPX, which hides what it is made of`, {
      hint: 'list it before packing, or after upx -d',
    });
  }
  throw new SlipwayError('E_BINARY', `${path} does not say what it is made of: it has no Go build info`, {
    hint:
      program.format === 'wasm'
        ? 'Go writes none into WebAssembly: slipway build --sbom lists what it builds'
        : 'programs have it that Go 1.13 or newer made of modules',
  });
}
