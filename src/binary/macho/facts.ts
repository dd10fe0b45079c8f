import type { ByteSource } from '../byte-source.ts';
import { checkLength, type LoadCommand, loadCommand, readMachoTables } from './commands.ts';
import { machoFlag, machoType } from './header.ts';

/** What a Mach-O file says about how it is to be run. */
export interface MachoFacts {
  readonly executable: boolean;
  /** MH_PIE: the loader may place it anywhere. */
  readonly positionIndependent: boolean;
  /** MH_ALLOW_STACK_EXECUTION. */
  readonly executableStack: boolean;
  /** Libraries that the loader opens, in the file's order. */
  readonly libraries: readonly string[];
  /** LC_RPATH: where the loader looks for `@rpath/…`. */
  readonly libraryPaths: readonly string[];
  /** LC_UUID, 32 digits. */
  readonly uuid?: string;
  readonly signed: boolean;
}

const libraryCommands: readonly number[] = [
  loadCommand.loadLibrary,
  loadCommand.loadWeakLibrary,
  loadCommand.reexportLibrary,
  loadCommand.lazyLoadLibrary,
  loadCommand.loadUpwardLibrary,
];

/** @throws SlipwayError E_BINARY when the load commands do not hold together */
export function readMacho(source: ByteSource): MachoFacts {
  const { header, commands } = readMachoTables(source);
  const uuid = commands.find((command) => command.command === loadCommand.uuid);
  if (uuid !== undefined) checkLength(uuid, 24);
  return {
    executable: header.type === machoType.executable,
    positionIndependent: (header.flags & machoFlag.positionIndependent) !== 0,
    executableStack: (header.flags & machoFlag.allowStackExecution) !== 0,
    libraries: commands.filter(({ command }) => libraryCommands.includes(command)).map(textOf),
    libraryPaths: commands.filter(({ command }) => command === loadCommand.runPath).map(textOf),
    ...(uuid === undefined ? {} : { uuid: Buffer.from(uuid.bytes.subarray(8, 24)).toString('hex') }),
    signed: commands.some(({ command }) => command === loadCommand.codeSignature),
  };
}

/** The text that lc_str points to: from an offset in the command to a zero byte or its end. */
function textOf(command: LoadCommand): string {
  checkLength(command, 12);
  const text = command.bytes.subarray(command.fields.u32(8));
  const end = text.indexOf(0);
  return Buffer.from(end < 0 ? text : text.subarray(0, end)).toString('utf8');
}
