import type { AttributionMethod } from '../size/attribution.ts';

/** What each method knows, in one line. */
const methods: Readonly<Record<AttributionMethod, string>> = {
  objects: 'by the compiled objects and the rules of the linker',
  twin: 'by the symbols of the same link, proved equal section by section',
  pclntab: "by Go's own tables (functions, types), without symbols",
};

/** How it is known what the bytes of a program belong to. One that is not stripped is its own twin. */
export function attributionWords(method: AttributionMethod, stripped: boolean): string {
  return method === 'twin' && !stripped ? "by its symbols and by Go's own tables" : methods[method];
}
