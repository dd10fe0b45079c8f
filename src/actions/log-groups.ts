import { plainText } from '../report/plain-text.ts';

/** Groups in the runner's log, which people unfold (docs.github.com, "Workflow commands", group). */
export interface LogGroups {
  readonly begin: (title: string) => void;
  /** Prints into a group: the named one, else the one that is open; outside of all where none is. */
  readonly say: (text: string, title?: string) => void;
  readonly done: (title: string) => void;
  /** Ends whatever is not done. */
  readonly end: () => void;
}

interface Group {
  readonly title: string;
  readonly waiting: string[];
  done: boolean;
}

/**
 * Groups cannot lie in each other: of those that are begun at the same time the first is shown as it goes, the next when
 * that is done. What is said is printed as plain text, so that no line of it is a command to the runner.
 */
export function logGroups(print: (text: string) => void): LogGroups {
  const groups: Group[] = [];
  let open: Group | undefined;
  const show = (): void => {
    for (let first = groups[0]; first !== undefined; first = groups[0]) {
      if (open !== first) print(`::group::${first.title}\n`);
      open = first;
      for (const line of first.waiting.splice(0)) print(`${line}\n`);
      if (!first.done) return;
      print('::endgroup::\n');
      open = undefined;
      groups.shift();
    }
  };
  return {
    begin(title) {
      groups.push({ title, waiting: [], done: false });
      show();
    },
    say(text, title) {
      const lines = plainText(text).trimEnd().split('\n');
      const group = groups.find((each) => each.title === title) ?? groups[0];
      if (group === undefined) for (const line of lines) print(`${line}\n`);
      else group.waiting.push(...lines);
      show();
    },
    done(title) {
      for (const group of groups) if (group.title === title) group.done = true;
      show();
    },
    end() {
      for (const group of groups) group.done = true;
      show();
    },
  };
}
