import type { ElfFacts } from '../elf/facts.ts';
import { type Answer, fail, pass } from './answer.ts';

/** Is what the loader fills in read-only afterwards? A static program at fixed addresses has nothing that is filled in. */
export function checkRelro({ relro, linkage }: ElfFacts): Answer {
  if (linkage === 'static') return pass('nothing is relocated');
  if (relro !== 'none') return pass(relro);
  return fail(
    [
      `leaves the addresses that its loader fills in writable (${linkage}, no PT_GNU_RELRO)`,
      'try --ldflags "-extldflags=-Wl,-z,relro,-z,now" where an external linker is used',
    ].join('\n'),
  );
}
