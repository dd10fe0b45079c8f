import type { Fault } from '../report/module-inspection.ts';
import type { SlipwayError } from '../support/errors.ts';

/** An error as a part of an answer. */
export function faultOf({ code, message, hint }: SlipwayError): Fault {
  return { code, message, ...(hint !== undefined && { hint }) };
}
