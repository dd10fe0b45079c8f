import type { ByteSource } from '../byte-source.ts';
import type { FileRange } from '../program-file.ts';
import { checkLength, type LoadCommand, loadCommand, readMachoTables } from './commands.ts';
import { machoFlag, machoType } from './header.ts';

/** What a Mach-O file says about how it is to be run. */
export interface MachoFacts {
  readonly executable: boolean;
  /** MH_PIE: the loader may place it anywhere. */
  readonly positionIndependent: boolean;
  /** MH_ALLOW_STACK_EXECUTION. */
  readonly executableStack: boolean;
  /** LC_LOAD_DYLINKER. */
  readonly interpreter?: string;
  /** Libraries that the loader opens, in the file's order. */
  readonly libraries: readonly string[];
  /** LC_RPATH: where the loader looks for `@rpath/…`. */
  readonly libraryPaths: readonly string[];
  /** LC_UUID, 32 digits. */
  readonly uuid?: string;
  /** It has symbols of its own, not those alone that it takes from libraries: Go keeps these when it strips. */
  readonly ownSymbols: boolean;
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
  const interpreter = commands.find((command) => command.command === loadCommand.loadLinker);
  if (uuid !== undefined) checkLength(uuid, 24);
  return {
    executable: header.type === machoType.executable,
    positionIndependent: (header.flags & machoFlag.positionIndependent) !== 0,
    executableStack: (header.flags & machoFlag.allowStackExecution) !== 0,
    ...(interpreter === undefined ? {} : { interpreter: textOf(interpreter) }),
    libraries: commands.filter(({ command }) => libraryCommands.includes(command)).map(textOf),
    libraryPaths: commands.filter(({ command }) => command === loadCommand.runPath).map(textOf),
    ...(uuid === undefined ? {} : { uuid: Buffer.from(uuid.bytes.subarray(8, 24)).toString('hex') }),
    ownSymbols: hasOwnSymbols(commands),
  };
}

/**
 * Where the digits of LC_UUID stand in the file; undefined where there is none.
 * @throws SlipwayError E_BINARY when the load commands do not hold together
 */
export function uuidRange(source: ByteSource): FileRange | undefined {
  const uuid = readMachoTables(source).commands.find(({ command }) => command === loadCommand.uuid);
  if (uuid === undefined) return undefined;
  checkLength(uuid, 24);
  return { offset: uuid.offset + 8, bytes: 16 };
}

/** The text that lc_str points to: from an offset in the command to a zero byte or its end. */
function textOf(command: LoadCommand): string {
  checkLength(command, 12);
  const text = command.bytes.subarray(command.fields.u32(8));
  const end = text.indexOf(0);
  return Buffer.from(end < 0 ? text : text.subarray(0, end)).toString('utf8');
}

/** dysymtab_command counts local and exported symbols; without it all of symtab_command's count. */
function hasOwnSymbols(commands: readonly LoadCommand[]): boolean {
  const dynamic = commands.find((command) => command.command === loadCommand.dynamicSymbols);
  const all = commands.find((command) => command.command === loadCommand.symbolTable);
  if (dynamic !== undefined) {
    checkLength(dynamic, 80);
    return dynamic.fields.u32(12) + dynamic.fields.u32(20) > 0;
  }
  if (all === undefined) return false;
  checkLength(all, 24);
  return all.fields.u32(12) > 0;
}
