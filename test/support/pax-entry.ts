import type { Entry } from './make-layout.ts';

/** An extended header for the entry that follows it; type `g`: for all that follow. */
export function paxEntry(records: Readonly<Record<string, string>>, type = 'x'): Entry {
  const content = Object.entries(records).map(([key, value]) => paxRecord(key, value));
  return { path: 'PaxHeader', type, content: content.join('') };
}

/** `LENGTH KEY=VALUE\n`, where the length counts its own digits (POSIX.1-2001, pax, "pax Extended Header"). */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  const length = [1, 2, 3, 4, 5]
    .map((digits) => rest + digits)
    .find((sum, at) => String(sum).length === at + 1);
  return `${length} ${key}=${value}\n`;
}
