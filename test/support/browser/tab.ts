import { type Key, type KeyCode, keyCodes } from './keys.ts';
import type { Connection, Json } from './protocol.ts';

export interface TabOptions {
  readonly width?: number;
  readonly height?: number;
  /** Device pixels for one of the page. */
  readonly scale?: number;
  readonly dark?: boolean;
  /** The person's wish for less motion; true unless said, so that pictures are at rest. */
  readonly reducedMotion?: boolean;
}

/** A page that a person uses: what they point at, press and see. */
export interface Tab {
  /** The value of an expression in the page; it must be JSON. */
  readonly read: <T>(expression: string) => Promise<T>;
  /** Resolves when an expression is true; rejects when it is not after some seconds. */
  readonly until: (expression: string) => Promise<void>;
  readonly clickAt: (x: number, y: number) => Promise<void>;
  readonly pointAt: (x: number, y: number) => Promise<void>;
  /** Clicks the middle of the first element that the selector finds and whose text is this. */
  readonly click: (selector: string, text?: string) => Promise<void>;
  readonly press: (key: Key) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** What is seen of an element's text. */
  readonly text: (selector: string) => Promise<string>;
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly media: (features: Readonly<Record<string, string>>) => Promise<void>;
  readonly reload: () => Promise<void>;
  readonly screenshot: () => Promise<Buffer>;
  readonly pdf: () => Promise<Buffer>;
  /** What was written to the console as an error or warning, exceptions, and what the page's policy refused. */
  readonly problems: readonly string[];
  /** Everything that was asked of a network or file, the page itself included. */
  readonly requests: readonly string[];
}

const patienceMilliseconds = 15_000;

export async function openTab(connection: Connection, url: string, options: TabOptions): Promise<Tab> {
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  const send = (method: string, parameters: Json = {}): Promise<Json> =>
    connection.send(method, parameters, session);
  const problems: string[] = [];
  const requests: string[] = [];
  const loads: (() => void)[] = [];
  connection.listen((method, parameters, of) => {
    if (of !== session) return;
    const problem = problemIn(method, parameters);
    if (problem !== undefined) problems.push(problem);
    if (method === 'Network.requestWillBeSent') requests.push(textIn(parameters, 'request', 'url'));
    if (method === 'Page.loadEventFired') for (const tell of loads.splice(0)) tell();
  });
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);
  const loaded = async (start: () => Promise<Json>): Promise<void> => {
    const load = new Promise<void>((resolve) => void loads.push(resolve));
    await start();
    await load;
  };
  const read = async <T>(expression: string): Promise<T> => {
    const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    const { exceptionDetails } = answer;
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (answer['result'] as { readonly value: T }).value;
  };
  const mouse = (type: string, x: number, y: number, more: Json = {}): Promise<Json> =>
    send('Input.dispatchMouseEvent', { type, x, y, ...more });
  const left = { button: 'left', clickCount: 1 };
  const tab: Tab = {
    read,
    until: async (expression) => {
      const met = await read<boolean>(`new Promise((resolve) => {
        const end = performance.now() + ${patienceMilliseconds};
        (function look() {
          if (${expression}) resolve(true);
          else if (performance.now() > end) resolve(false);
          else setTimeout(look, 20);
        })();
      })`);
      if (!met) throw new Error(`this did not become true: ${expression}\n${problems.join('\n')}`);
    },
    pointAt: async (x, y) => void (await mouse('mouseMoved', x, y)),
    clickAt: async (x, y) => {
      await mouse('mouseMoved', x, y);
      await mouse('mousePressed', x, y, left);
      await mouse('mouseReleased', x, y, left);
    },
    click: async (selector, text) => {
      const place = await read<{ x: number; y: number } | null>(placeOf(selector, text));
      if (place === null) throw new Error(`there is no ${selector} ${text ?? ''}`);
      await tab.clickAt(place.x, place.y);
    },
    press: async (key) => {
      const { text, ...code }: KeyCode = keyCodes[key];
      await send('Input.dispatchKeyEvent', {
        type: text === undefined ? 'rawKeyDown' : 'keyDown',
        key,
        ...code,
        text,
      });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...code });
    },
    type: async (text) => void (await send('Input.insertText', { text })),
    text: (selector) => read(`document.querySelector(${JSON.stringify(selector)}).innerText`),
    resize: async (width, height) => {
      const { scale: deviceScaleFactor = 1 } = options;
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
    },
    media: async (features) => {
      const list = Object.entries(features).map(([name, value]) => ({ name, value }));
      await send('Emulation.setEmulatedMedia', { features: list });
      // Pages hear of it with a next frame.
      await read('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    },
    reload: () => loaded(() => send('Page.reload')),
    screenshot: async () => {
      const { data } = await send('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(String(data), 'base64');
    },
    pdf: async () => {
      const { data } = await send('Page.printToPDF', {
        printBackground: false,
        preferCSSPageSize: true,
        paperWidth: 8.27,
        paperHeight: 11.69,
      });
      return Buffer.from(String(data), 'base64');
    },
    problems,
    requests,
  };
  await tab.resize(options.width ?? 1280, options.height ?? 800);
  await tab.media({
    'prefers-color-scheme': options.dark === true ? 'dark' : 'light',
    'prefers-reduced-motion': options.reducedMotion === false ? 'no-preference' : 'reduce',
  });
  await loaded(() => send('Page.navigate', { url }));
  return tab;
}

/** An expression for the middle of an element on the screen. */
function placeOf(selector: string, text: string | undefined): string {
  return `(() => {
    const text = ${JSON.stringify(text ?? null)};
    const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find(
      (each) => (text === null || each.textContent.trim() === text) && each.getClientRects().length > 0);
    if (found === undefined) return null;
    found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { x, y, width, height } = found.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  })()`;
}

function problemIn(method: string, parameters: Json): string | undefined {
  if (method === 'Runtime.exceptionThrown') return JSON.stringify(parameters['exceptionDetails']);
  if (method === 'Log.entryAdded') return JSON.stringify(parameters['entry']);
  if (method !== 'Runtime.consoleAPICalled') return undefined;
  return ['error', 'warning', 'assert'].includes(String(parameters['type']))
    ? JSON.stringify(parameters)
    : undefined;
}

function textIn(value: Json, ...path: string[]): string {
  let inner: unknown = value;
  for (const name of path) inner = (inner as Json)[name];
  return String(inner);
}
