/** The service said no. */
export class Refused extends Error {
  readonly status: number;

  constructor(purpose: string, status: number, said: string) {
    super(`cannot ${purpose}: the service answers ${status}${said === '' ? '' : ` (${said})`}`);
    this.status = status;
  }
}
