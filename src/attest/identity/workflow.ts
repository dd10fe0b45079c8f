import { X509Certificate } from '@sigstore/core';
import type { WorkflowExpectation } from '../../request/verify-signature-request.ts';

/** A workflow of GitHub Actions that must have signed. */
export type ExpectedWorkflow = WorkflowExpectation;

/** sigstore/fulcio, docs/oid-info.md: what a certificate says of the run. */
const oid = {
  runner: '1.3.6.1.4.1.57264.1.11',
  repository: '1.3.6.1.4.1.57264.1.12',
  ref: '1.3.6.1.4.1.57264.1.14',
  event: '1.3.6.1.4.1.57264.1.20',
} as const;

/**
 * Why a certificate is not of that workflow; undefined: it is. Who issued it and whether it holds is another question.
 * @param certificate DER
 * @param subject its subject alternative name: the workflow whose job signed, with its ref
 */
export function workflowFault(
  certificate: Uint8Array,
  subject: string,
  issuer: string | undefined,
  expected: ExpectedWorkflow,
): string | undefined {
  const { server, repository, workflow } = expected;
  if (issuer !== expected.issuer) return `${shown(issuer)} vouches for it, not ${shown(expected.issuer)}`;
  const said = extensionsOf(certificate);
  const home = `${server}/${repository}`;
  if (said.repository !== home) return `it is by a run of ${shown(said.repository)}, not of ${shown(home)}`;
  const [file = ''] = subject.split('@');
  const isRight =
    workflow === undefined ? file.startsWith(`${home}/.github/workflows/`) : file === `${server}/${workflow}`;
  if (!isRight) {
    const whose = workflow === undefined ? `a workflow of ${home}` : `${server}/${workflow}`;
    return `it is by the workflow ${shown(file)}, not by ${whose}`;
  }
  return (
    differing('the ref', said.ref, expected.ref, (value, wanted) => refPattern(wanted).test(value)) ??
    differing('the event', said.event, expected.event) ??
    differing('the runner', said.runner, expected.runner)
  );
}

function differing(
  what: string,
  said: string | undefined,
  wanted: string | undefined,
  fits: (said: string, wanted: string) => boolean = (a, b) => a === b,
): string | undefined {
  if (wanted === undefined || (said !== undefined && fits(said, wanted))) return undefined;
  return `${what} of its run is ${shown(said)}, not ${shown(wanted)}`;
}

function shown(text: string | undefined): string {
  return text === undefined ? 'not said' : JSON.stringify(text);
}

function refPattern(ref: string): RegExp {
  const parts = ref.split(/(\*\*?)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}

type Extensions = Readonly<Partial<Record<keyof typeof oid, string>>>;

function extensionsOf(certificate: Uint8Array): Extensions {
  const parsed = X509Certificate.parse(Buffer.from(certificate));
  return Object.fromEntries(
    Object.entries(oid).flatMap(([name, number]) => {
      // A UTF8String in the extension's octets (sigstore/fulcio, docs/oid-info.md, "Extension values").
      const value = parsed.extension(number)?.valueObj.subs[0]?.value.toString('utf8');
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
