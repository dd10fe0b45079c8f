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
  if (name.startsWith('type:') && !name.startsWith('type:.'))
    return packageOfType(name.slice('type:'.length));
  return packageOf(name);
}
