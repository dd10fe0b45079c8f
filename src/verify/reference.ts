import { parseDigest } from '../support/hashing.ts';
import type { Form } from './forms.ts';

const domain =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const pathPart = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const tag = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** distribution/reference, reference.go: host, path, and a tag or digest or both; the host is not left to be guessed. */
export const fullReferenceForm: Form = {
  says: 'an image reference with its registry, such as registry.example.com/org/image:tag',
  fits: (text) => {
    if (text.length > 512) return false;
    const [before = '', digest, ...more] = text.split('@');
    if (more.length > 0 || (digest !== undefined && parseDigest(digest) === undefined)) return false;
    const [host = '', ...path] = before.split('/');
    // A first part without a dot, port or the name localhost is a path on a registry that the reader assumes.
    if (path.length === 0 || !domain.test(host) || !/[.:]|^localhost$/.test(host)) return false;
    const [last = '', label, ...rest] = (path.at(-1) ?? '').split(':');
    if (rest.length > 0 || (label !== undefined && !tag.test(label))) return false;
    return [...path.slice(0, -1), last].every((part) => pathPart.test(part));
  },
};
