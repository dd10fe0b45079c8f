import { type ElfHeader, isElf, readElfHeader } from '../../binary/elf/header.ts';
import { architectureOf, describeMachine, isForArchitecture } from '../../binary/elf/machine.ts';
import type { LayerEntry } from '../../image/read/layer-scan.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Fault, ImageCheck } from '../check.ts';
import { findEntrypoint } from '../entrypoint.ts';
import { parsePort, quote } from '../forms.ts';
import { type Image, normalVariant } from '../image.ts';
import { isNumericUser, isRoot, mayExecute, passwdUid } from '../user.ts';

/** The index's platform, the config's, and the machine of the file that starts must be one. */
export const platform: ImageCheck = {
  of: 'image',
  name: 'image/platform',
  severity: 'block',
  needs: ['config'],
  run: function* (image) {
    const { config, configDocument, platform: said, manifest } = image;
    const name = configDocument?.name ?? 'config';
    const todo = 'build the image again for the platform it is meant for';
    if (said !== undefined && config !== undefined) {
      for (const field of ['os', 'architecture'] as const) {
        if (config[field] === undefined || config[field] === said[field]) continue;
        const what = `is ${quote(config[field])}, its descriptor (${manifest.reference.where}) says ${quote(said[field])}`;
        yield { where: `${name} /${field}`, what, todo };
      }
      const inConfig = normalVariant({ architecture: said.architecture, variant: config.variant });
      if (inConfig !== normalVariant(said)) {
        // Older builders leave the variant out of the config; then the descriptor alone tells it.
        const severity = config.variant === undefined && !image.own ? 'warn' : 'block';
        const what = `is ${quote(inConfig)}, its descriptor (${manifest.reference.where}) says ${quote(normalVariant(said))}`;
        yield { where: `${name} /variant`, what, severity, todo };
      }
    }
    yield* machineFaults(image, todo);
  },
};

function* machineFaults(image: Image, todo: string): Generator<Fault> {
  const architecture = image.config?.architecture;
  const started = findEntrypoint(image);
  if (architecture === undefined || started?.kind !== 'file' || !isElf(started.entry.head)) return;
  const where = quote(started.path);
  const header = elfHeader(started.entry);
  if (typeof header === 'string') yield { where, what: header, todo };
  else if (!isForArchitecture(header, architecture as Parameters<typeof isForArchitecture>[1])) {
    const is = architectureOf(header);
    const what = `is for ${is ?? describeMachine(header)} (${describeMachine(header)}), the image is for ${architecture}`;
    yield { where, what, todo };
  }
}

function elfHeader(entry: LayerEntry): ElfHeader | string {
  try {
    return readElfHeader(entry.head);
  } catch (error) {
    if (error instanceof SlipwayError) return error.message;
    throw error;
  }
}

/** What the container starts is there, is a file, and may be run by the image's user. */
export const entrypoint: ImageCheck = {
  of: 'image',
  name: 'image/entrypoint',
  severity: 'block',
  needs: ['config', 'unix', 'layers', 'program'],
  run: function* (image) {
    const started = findEntrypoint(image);
    if (started === undefined) return;
    const where = `${image.configDocument?.name} /config/${started.field}/0`;
    const todo = 'set the entrypoint to the path of a program in the image';
    if (started.kind === 'none') {
      const what = 'there is neither an Entrypoint nor a Cmd: nothing would start';
      yield { where: image.configDocument?.name ?? '', what, severity: image.own ? 'block' : 'info', todo };
    } else if (started.kind === 'absent') {
      yield { where, what: `${quote(started.program)}: ${started.reason}`, todo };
    } else if (!mayExecute(started.entry, image.config?.user ?? '')) {
      const { mode, uid, gid } = started.entry;
      const owner = `mode ${mode.toString(8).padStart(4, '0')}, owner ${uid}:${gid}`;
      const what = `${quote(started.path)} may not be executed by user ${quote(image.config?.user ?? '')} (${owner})`;
      yield { where, what, todo: 'give the file mode 0755' };
    }
  },
};

/** Kubernetes' runAsNonRoot can only judge a number, and a name needs a passwd file that a minimal base lacks. */
export const user: ImageCheck = {
  of: 'image',
  name: 'image/user',
  severity: 'block',
  needs: ['config', 'unix'],
  run: function* ({ config, configDocument, tree, layers }) {
    const where = `${configDocument?.name} /config/User`;
    const value = config?.user ?? '';
    if (isNumericUser(value)) {
      if (isRoot(value))
        yield { where, what: `is ${quote(value)}: root`, todo: 'choose another, such as 65532:65532' };
      return;
    }
    if (value === '') {
      return yield { where, what: 'is empty, which means root', todo: 'choose one, such as 65532:65532' };
    }
    const [name = ''] = value.split(':');
    // A base that was not looked into may have a passwd file.
    const whole = layers.every(({ elsewhere }) => !elsewhere);
    const uid = tree && passwdUid(tree.root, name);
    const unknown = whole && tree !== undefined && uid === undefined;
    const known = unknown ? `, and /etc/passwd does not have ${quote(name)}` : '';
    const todo =
      uid === undefined
        ? 'write numbers, such as 65532:65532'
        : `write the numbers: ${quote(name)} is ${uid}`;
    yield { where, what: `is ${quote(value)}, which is not numeric${known}`, todo };
  },
};

/** A port below 1024 needs a capability, or a sysctl that not every cluster has (ip(7), ip_unprivileged_port_start). */
export const ports: ImageCheck = {
  of: 'image',
  name: 'image/ports',
  severity: 'warn',
  needs: ['config', 'unix'],
  run: function* ({ config, configDocument }) {
    if (config === undefined || config.user === '' || isRoot(config.user)) return;
    for (const port of config.ports) {
      const number = parsePort(port);
      if (number === undefined || number >= 1024) continue;
      const what = `${quote(port)} is below 1024, and the user ${quote(config.user)} is not root`;
      const todo = 'listen on 1024 or above; the service can still be reached at the lower port';
      yield { where: `${configDocument?.name} /config/ExposedPorts`, what, todo };
    }
  },
};
