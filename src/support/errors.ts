/** Every way Slipway can end other than well, and the exit status scripts see. The table is part of the outside contract. */
export const exitStatus = {
  E_VERIFY: 1,
  E_BUDGET: 1,
  E_BINARY: 1,
  E_SANDBOX: 1,
  E_SCAN: 1,
  E_CONFIG: 2,
  E_BASE: 2,
  E_BUILD: 2,
  E_TOOLCHAIN: 3,
  E_TOOL: 3,
  E_AUTH: 3,
  E_IO: 3,
  E_REGISTRY: 4,
  E_FORGE: 4,
  E_SIGN: 4,
  E_NETWORK: 4,
  E_INTERNAL: 70,
  E_INTERRUPTED: 130,
  E_TERMINATED: 143,
} as const;

export type ErrorCode = keyof typeof exitStatus;

/**
 * The only error that crosses a folder's border. `message` says what went wrong and where, `hint` what to do.
 * Both may hold several lines; neither ever holds a secret.
 */
export class SlipwayError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SlipwayError';
    this.code = code;
    this.hint = options.hint;
  }
}

const environmentFaults: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and run again: nothing half-written was left behind',
  EDQUOT: 'the disk quota is used up; free some space and run again',
  EACCES: 'permission denied; check who owns the path and its mode',
  EPERM: 'the operation is not permitted; check who owns the path and its mode',
  EROFS: 'the file system is read-only; choose another path',
  EMFILE: 'too many open files; raise the limit (ulimit -n) or lower --jobs',
  ENOENT: 'the path does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'the path is a folder, not a file',
};

/** True for an error that Node's system calls throw, with `code` such as ENOSPC. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'syscall' in error
  );
}

/** Any thrown value as a SlipwayError: its own kind unchanged, a failed system call as E_IO, all else as E_INTERNAL. */
export function asSlipwayError(error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  if (isSystemError(error)) {
    const where = error.path === undefined ? '' : ` ${error.path}`;
    return new SlipwayError('E_IO', `cannot ${error.syscall ?? 'use'}${where}: ${error.code}`, {
      hint: environmentFaults[error.code ?? ''],
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new SlipwayError('E_INTERNAL', message, {
    hint: 'this is a fault in Slipway; please report it with the command and this output',
    cause: error,
  });
}
