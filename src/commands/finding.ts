/** One thing `slipway doctor` looked at. Part of `doctor --json`. */
export interface Finding {
  /** Stable name, for example `go/path`. */
  readonly check: string;
  /** `note` is worth knowing, `problem` stands in the way of a build. */
  readonly status: 'ok' | 'note' | 'problem';
  readonly detail: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** A finding; an absent hint is left out. */
export function finding(
  check: string,
  status: Finding['status'],
  detail: string,
  hint?: string | undefined,
): Finding {
  return { check, status, detail, ...(hint !== undefined && { hint }) };
}
