import { defaultScanLimits, type ScanLimits } from '../image/read/layer-scan.ts';
import type { Found, ImageCheck, Need, WholeCheck } from './check.ts';
import { checks } from './checks.ts';
import { findEntrypoint } from './entrypoint.ts';
import { type Examination, examine } from './examine.ts';
import { type Image, imagesOf } from './image.ts';
import type { Subject } from './subject.ts';
import { failures, passed, skipped } from './tally.ts';
import type { Verdict } from './verdict.ts';

export interface VerifyOptions {
  /** True: every layer is Slipway's own, and judged as such. Otherwise the image's history tells which ones are. */
  readonly own?: boolean;
  readonly limits?: ScanLimits;
}

/**
 * Runs every check over every image that the subject leads to, and collects every fault. A check that finds none gives
 * one verdict; one that fails gives one for each image (or the whole) and severity; one that cannot run says why.
 * @throws SlipwayError or a system error only when the subject cannot be read at all
 */
export async function verifyImages(subject: Subject, options: VerifyOptions = {}): Promise<Verdict[]> {
  return (await verifyAndExamine(subject, options)).verdicts;
}

/** The same, with what was found on the way. */
export async function verifyAndExamine(
  subject: Subject,
  options: VerifyOptions = {},
): Promise<{ readonly verdicts: Verdict[]; readonly examination: Examination }> {
  const examination = await examine(subject, options.limits ?? defaultScanLimits);
  const found: Found = { examination, images: imagesOf(examination, options.own ?? false) };
  const verdicts: Verdict[] = [];
  for (const check of checks) {
    if (check.of === 'image') verdicts.push(...(await imageVerdicts(check, found)));
    else if (check.only !== 'layout' || subject.layout !== undefined) {
      verdicts.push(...(await wholeVerdicts(check, found)));
    }
  }
  return { verdicts, examination };
}

async function wholeVerdicts(check: WholeCheck, found: Found): Promise<Verdict[]> {
  const { name } = found.examination.subject;
  const failed = await failures(check, name, check.run(found));
  return failed.length > 0 ? failed : [passed(check, name)];
}

async function imageVerdicts(check: ImageCheck, { examination, images }: Found): Promise<Verdict[]> {
  const whole = examination.subject.name;
  if (images.length === 0) return [skipped(check, whole, 'there is no image that could be looked at')];
  const verdicts: Verdict[] = [];
  let clean = 0;
  for (const image of images) {
    const lacking = check.needs.find((need) => !has[need](image));
    if (lacking !== undefined) {
      verdicts.push(skipped(check, image.name, missing[lacking]));
      continue;
    }
    const failed = await failures(check, image.name, check.run(image));
    verdicts.push(...failed);
    if (failed.length === 0) clean += 1;
  }
  const anyFailed = verdicts.some((verdict) => verdict.status === 'fail');
  return clean === 0 || anyFailed ? verdicts : [passed(check, whole), ...verdicts];
}

const has: Readonly<Record<Need, (image: Image) => boolean>> = {
  config: ({ config }) => config !== undefined,
  layers: ({ tree }) => tree !== undefined,
  program: (image) =>
    image.layers.every(({ elsewhere }) => !elsewhere) || findEntrypoint(image)?.kind !== 'absent',
  unix: ({ config }) => config?.os !== 'windows',
};

const missing: Readonly<Record<Need, string>> = {
  config: 'its config could not be read',
  layers: 'one of its layers could not be read',
  program: 'what it starts is in none of its own layers, and those of its base were not looked into',
  unix: 'it is for Windows, and the check is about Unix users, paths and modes',
};
