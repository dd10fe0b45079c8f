import { readFileSync, readlinkSync } from 'node:fs';
import { monotonicSeconds } from '../support/launch.ts';

/** What the kernel says of a process (proc_pid_status(5), proc_pid_mountinfo(5)). */
export interface ProcessFacts {
  /** The effective ones, as the process itself sees them. */
  readonly uid: number;
  readonly gid: number;
  /** Sets in hexadecimal: effective, permitted, and what it could ever get. */
  readonly capabilities: {
    readonly effective: string;
    readonly permitted: string;
    readonly bounding: string;
  };
  readonly noNewPrivileges: boolean;
  /** 0: no filter, 1: strict, 2: a filter. */
  readonly seccomp: number;
  /** Undefined when its mounts cannot be seen. */
  readonly rootReadOnly: boolean | undefined;
  /** The name of its network namespace. */
  readonly network: string | undefined;
  /** Network devices that it has. */
  readonly devices: readonly string[] | undefined;
}

/** Highest resident memory so far; undefined when it is gone. */
export function peakBytes(pid: number): number | undefined {
  const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** Undefined when it is gone, or a zombie: also when it became one while it was looked at, since then a part is missing. */
export function processFacts(pid: number): ProcessFacts | undefined {
  const status = read(`/proc/${pid}/status`);
  if (status === undefined || !isLiving(status)) return undefined;
  const facts = factsOf(pid, status);
  return isLiving(read(`/proc/${pid}/status`) ?? '') ? facts : undefined;
}

/** Whoever ends gives up its memory before all else. */
function isLiving(status: string): boolean {
  return /^VmHWM:/m.test(status) && !/^State:\s*[ZX]/m.test(status);
}

function factsOf(pid: number, status: string): ProcessFacts {
  const field = (name: string): string[] => {
    const [, rest = ''] = new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status) ?? [];
    return rest.split(/\s+/);
  };
  const word = (name: string): string => field(name)[0] ?? '';
  const mounts = read(`/proc/${pid}/mountinfo`)
    ?.split('\n')
    .filter((line) => line.split(' ')[4] === '/');
  const devices = read(`/proc/${pid}/net/dev`)?.match(/^\s*[^\s:|]+(?=:)/gm);
  return {
    uid: inside(Number(field('Uid')[1]), read(`/proc/${pid}/uid_map`)),
    gid: inside(Number(field('Gid')[1]), read(`/proc/${pid}/gid_map`)),
    capabilities: { effective: word('CapEff'), permitted: word('CapPrm'), bounding: word('CapBnd') },
    noNewPrivileges: word('NoNewPrivs') === '1',
    seccomp: Number(word('Seccomp')),
    rootReadOnly: mounts === undefined || mounts.length === 0 ? undefined : isReadOnly(mounts.at(-1) ?? ''),
    network: link(`/proc/${pid}/ns/net`),
    devices: devices?.map((name) => name.trim()),
  };
}

/** A number of ours in the user namespace of another process, by its table (user_namespaces(7)): inside, outside, length. */
function inside(id: number, table: string | undefined): number {
  for (const [, first, outside, length] of table?.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm) ?? []) {
    const at = id - Number(outside);
    if (at >= 0 && at < Number(length)) return Number(first) + at;
  }
  return id;
}

/** The options of the mount itself are the sixth field, those of its file system are after the dash. */
function isReadOnly(line: string): boolean {
  const [own = '', rest = ''] = line.split(' - ');
  const options = [own.split(' ')[5], rest.split(' ')[2]];
  return options.some((some) => some?.split(',').includes('ro'));
}

/** What file a process runs; undefined when it is gone or not for us to see. */
export function programOf(pid: number): string | undefined {
  return link(`/proc/${pid}/exe`);
}

/** How long a change is looked for without a pause, and with one, in seconds. */
const eager = 0.3;
const patience = 10;

/**
 * When a process that waited began to run its program, in monotonic seconds: as soon as it runs another file than these.
 * `seen` is called in that moment, when a short program still lives.
 */
export async function whenBegun(
  pid: number,
  before: readonly string[],
  released: number,
  seen: () => void,
): Promise<number> {
  if (before.length === 0) return released;
  // On a busy machine this process may be late to see it: what counts is when it was surely not yet.
  for (let notYet = released; ; ) {
    const at = monotonicSeconds();
    const now = programOf(pid);
    if (now === undefined || !before.includes(now)) {
      if (now !== undefined) seen();
      return notYet;
    }
    if (at - released > patience) return released;
    notYet = at;
    await (at - released < eager ? nextTurn() : new Promise((resolve) => setTimeout(resolve, 2)));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
