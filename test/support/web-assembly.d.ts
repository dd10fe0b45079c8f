/** Of Node's engine, what the tests use: the types of Node do not have it (WebAssembly JavaScript Interface, W3C). */
declare namespace WebAssembly {
  interface ImportDescriptor {
    readonly module: string;
    readonly name: string;
  }
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): readonly ImportDescriptor[];
    static customSections(module: Module, name: string): readonly ArrayBuffer[];
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, () => number>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(bytes: Uint8Array): boolean;
}
