import type { CheckAnnotation } from '../../forge/forge.ts';
import type { SizeReport } from '../../report/size-report.ts';
import { sizeAnnotations } from '../size-annotations.ts';

/** Of up to 64 KB (docs.github.com, "REST API endpoints for check runs", `annotations`) so many are read. */
const longestMessage = 1000;

/** What the build itself would say at lines of the source, for the check. */
export function checkAnnotations(size: SizeReport | undefined): CheckAnnotation[] {
  return sizeAnnotations(size).map(({ file: path, line, title, message }) => ({
    ...{ path, line, title, level: 'notice' },
    message: message.length > longestMessage ? `${message.slice(0, longestMessage - 1)}…` : message,
  }));
}
