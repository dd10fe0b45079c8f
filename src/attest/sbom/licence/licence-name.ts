/** Names that licence files have at the root of a module; source files about licences are none. */
const licenceName =
  /^(?:un)?licen[sc]es?(?:[-._].*)?$|^(?:mit|apache|bsd)[-._]licen[sc]e.*$|^copying(?:[-._].*)?$/i;
const sourceName = /\.(?:go|s|c|h|py|sh|js|ts|json|ya?ml|toml|tmpl|html|svg|png)$/i;

/** Whether a file at the root of a module is a licence, by its name. */
export function isLicenceName(name: string): boolean {
  return licenceName.test(name) && !sourceName.test(name);
}
