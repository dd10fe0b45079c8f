import { type Naming, packageOf, packageOfType } from '../../binary/go/functions/symbol-package.ts';

/** The package that a symbol's name speaks of; empty where it is none or several. */
export function namedPackage(name: string): string {
  const naming = namingOf(name);
  return naming.kind === 'package' ? naming.path : '';
}

/** Descriptors of types, and tables of their methods, are their types' packages'; other names are those of functions or data. */
function namingOf(name: string): Naming {
  const table = /^go:itab\.(.*),/s.exec(name);
  if (table !== null) return packageOfType(table[1] ?? '');
  // Values of functions that compare and hash; for plain memory their names have its length (cmd/compile/internal/reflectdata, alg.go).
  const made = /^type:\.(?:eq|hash)func(?:\.(.*)|\d+)$/s.exec(name);
  if (made !== null) return packageOfType(made[1] ?? '');
  if (name.startsWith('type:') && !name.startsWith('type:.'))
    return packageOfType(name.slice('type:'.length).replace(madeType, ''));
  return packageOf(name);
}

/** What is never compared has a name of its own; so has what a map is made of (cmd/compile/internal/types, fmt.go). */
const madeType = /^(?:noalg\.)?(?:map\.[a-z.]+(?=\[))?/;
