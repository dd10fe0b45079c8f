import type { ComparedGo } from '../../report/go-versions/go-comparison.ts';
import type { CompareGoRequest } from '../../request/compare-go-request.ts';
import type { BuildRequest, GoRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { goSpecification } from '../../toolchain/go-specification.ts';
import { faultOf } from '../fault.ts';
import { type OpenedModule, openModule } from '../module.ts';
import type { Ports } from '../ports.ts';

/** A version of Go of the comparison, and the module as that Go sees it where it can be had. */
export interface VersionOrigin {
  readonly compared: ComparedGo;
  readonly opened: OpenedModule | undefined;
}

/** What a version can be wrong in; all else is the module's or the machine's. */
const ofTheVersion: ReadonlySet<string> = new Set(['E_TOOLCHAIN', 'E_NETWORK', 'E_BUILD']);

/**
 * Finds the module with its own Go, then with each Go that was asked for: the module's own first where nobody asked for it. One that
 * cannot be had is in the answer with the reason; two spellings of one version are one.
 * @throws SlipwayError E_CONFIG for what is no version, and all that is not a version's fault
 */
export async function openVersions(
  { build, versions }: Pick<CompareGoRequest, 'build' | 'versions'>,
  ports: Ports,
): Promise<readonly VersionOrigin[]> {
  for (const version of versions) goSpecification(version, askedBy);
  // First what slipway build would do: a published module gets its workspace of the Go that it asks for.
  const own = await openWith(build, { asked: [], own: true }, ports);
  const found: VersionOrigin[] = [];
  for (const version of versions) {
    const go: GoRequest = { ...build.go, version, askedBy, sha256: undefined, versionFile: undefined };
    found.push(await openWith({ ...build, go }, { asked: [version] }, ports));
  }
  return joined(own, found);
}

const askedBy = 'slipway compare-go';

async function openWith(request: BuildRequest, compared: ComparedGo, ports: Ports): Promise<VersionOrigin> {
  try {
    const opened = await openModule(request, ports);
    const { version: go, source } = opened.origin.toolchain;
    return { compared: { ...compared, go, source }, opened };
  } catch (error) {
    if (!(error instanceof SlipwayError) || !ofTheVersion.has(error.code)) throw error;
    return { compared: { ...compared, error: faultOf(error) }, opened: undefined };
  }
}

function joined(own: VersionOrigin, found: readonly VersionOrigin[]): VersionOrigin[] {
  const byGo = new Map<string, VersionOrigin>();
  const place = ({ compared }: VersionOrigin): string => compared.go ?? `asked ${compared.asked.join()}`;
  for (const each of found) {
    const known = byGo.get(place(each));
    const asked = [...(known?.compared.asked ?? []), ...each.compared.asked];
    byGo.set(place(each), { ...(known ?? each), compared: { ...each.compared, ...known?.compared, asked } });
  }
  const asked = byGo.get(place(own));
  if (asked === undefined) return [own, ...byGo.values()];
  byGo.set(place(own), { ...asked, compared: { ...asked.compared, own: true } });
  return [...byGo.values()];
}
