import type { Layout } from '../image/image.ts';
import { storeSubject } from '../verify/subject.ts';
import type { Verdict } from '../verify/verdict.ts';
import { verifyImages } from '../verify/verify-images.ts';
import { slipwayVersion } from '../version.ts';
import type { InspectedTarget } from './inspection.ts';
import type { Ports } from './ports.ts';

/** The image checks of every target that has an image, before anything leaves. */
export async function conformance(
  targets: readonly InspectedTarget[],
  layouts: readonly (Layout | undefined)[],
  ports: Ports,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [at, { name, settings }] of targets.entries()) {
    const layout = layouts[at];
    if (layout === undefined) continue;
    const found = await verdictsOf(name, layout, ports);
    verdicts.push(...found.map((verdict) => ofTarget(name, asAsked(settings.user, verdict))));
  }
  return verdicts;
}

/** Of several targets each has its linux/amd64. */
function ofTarget(name: string, verdict: Verdict): Verdict {
  const { subject } = verdict;
  return subject === name ? verdict : { ...verdict, subject: `${name} (${subject})` };
}

/** Root is never the default, so where it was asked for it is said, and does not end the run. */
function asAsked(user: string | undefined, verdict: Verdict): Verdict {
  return user !== undefined && verdict.check === 'image/user' ? { ...verdict, severity: 'warn' } : verdict;
}

/**
 * The image checks over what lies in the store; layers of bases that others made are judged when somebody looks into
 * them, and not here. An index digest fixes every byte below it, and the store compares each blob with its digest when it
 * gives it out: so verdicts are remembered by the index digest.
 */
async function verdictsOf(name: string, layout: Layout, ports: Ports): Promise<Verdict[]> {
  const key = `verdicts ${slipwayVersion} ${name} ${layout.root.digest}`;
  const layers = layout.images.flatMap((image) => image.layers);
  const elsewhere = new Set<string>(layers.filter(({ foreign }) => foreign).map(({ digest }) => digest));
  const own = layout.blobs.filter(({ digest }) => !elsewhere.has(digest));
  const blobs = await Promise.all(own.map(({ digest }) => ports.store.find(digest)));
  const known = (await ports.store.recall(key)) as Verdict[] | undefined;
  if (known !== undefined && blobs.every((blob) => blob !== undefined)) return known;
  const verdicts = await verifyImages(storeSubject(name, layout.root, ports.store, elsewhere), {
    own: elsewhere.size === 0,
  });
  await ports.store.remember(key, verdicts);
  return verdicts;
}
