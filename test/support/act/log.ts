/** A message that a step shows on the run's page (docs.github.com, "Workflow commands"). */
export interface ShownMessage {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  /** title, file, line, col … as the command has them. */
  readonly properties: Readonly<Record<string, string>>;
}

/** What a run of act came to, as one would see it on GitHub. */
export interface WorkflowLog {
  /** Jobs that were left out are missing. */
  readonly jobs: Readonly<Record<string, 'success' | 'failure'>>;
  /** Outputs by the step's id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly summaries: readonly string[];
  readonly messages: readonly ShownMessage[];
  /** Values that steps asked the runner to hide. */
  readonly masked: readonly string[];
  /** Everything else that was said: what steps printed, and what act says of the run. */
  readonly text: string;
}

/** A line of `act --json`. */
interface Line {
  readonly msg?: string;
  readonly command?: string;
  readonly arg?: string;
  readonly name?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
  readonly jobID?: string;
  readonly jobResult?: 'success' | 'failure';
  readonly stepID?: readonly string[];
}

/** Reads what `act --json` printed. What is not JSON is text. */
export function readActLog(printed: string): WorkflowLog {
  const lines = printed.split('\n').map(readLine);
  const commands = (name: string): Line[] => lines.filter(({ command }) => command === name);
  const ended = lines.flatMap(({ jobID, jobResult }) => (jobID && jobResult ? [[jobID, jobResult]] : []));
  const outputs: Record<string, Record<string, string>> = {};
  for (const { stepID: [step = ''] = [], name = '', arg = '' } of commands('set-output'))
    outputs[step] = { ...outputs[step], [name]: arg };
  return {
    jobs: Object.fromEntries(ended),
    outputs,
    summaries: commands('summary').map(({ content = '' }) => content),
    messages: lines.flatMap(messageOf),
    masked: commands('add-mask').map(({ arg = '' }) => arg),
    text: lines
      .filter(({ command }) => command !== 'add-mask')
      .map(({ msg = '' }) => msg.trimEnd())
      .join('\n'),
  };
}

function readLine(text: string): Line {
  if (!text.startsWith('{')) return { msg: text };
  try {
    return JSON.parse(text) as Line;
  } catch {
    return { msg: text };
  }
}

function messageOf({ command, arg = '', kvPairs = {} }: Line): ShownMessage[] {
  if (command !== 'error' && command !== 'warning' && command !== 'notice') return [];
  return [{ level: command, message: arg, properties: kvPairs }];
}
