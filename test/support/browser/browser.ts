import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { tool, toolEnvironment } from '../tools.ts';
import { type Connection, connect } from './protocol.ts';
import { openTab, type Tab, type TabOptions } from './tab.ts';

export interface Browser {
  readonly open: (url: string, options?: TabOptions) => Promise<Tab>;
  readonly close: () => Promise<void>;
}

/** A real Chromium without windows, with a profile of its own. */
export async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'slipway-test-browser-'));
  const file = tool('chromium');
  const env = { ...toolEnvironment('chromium'), ...(await fontsBeside(file, profile)) };
  const connection = connect(file, [...flags, `--user-data-dir=${profile}`], env);
  return {
    open: (url, options = {}) => openTab(connection, url, options),
    close: async () => {
      await closed(connection);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** As `startBrowser`, closed when the test ends. */
export async function browserOf(context: Pick<TestContext, 'after'>): Promise<Browser> {
  const browser = await startBrowser();
  context.after(browser.close);
  return browser;
}

const flags = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  // Its sandbox refuses to be started by root; the pages are our own.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

async function closed(connection: Connection): Promise<void> {
  await connection.send('Browser.close').catch(() => undefined);
  await connection.close();
}

/** Where fonts were unpacked with the browser it sees only those. */
async function fontsBeside(file: string, profile: string): Promise<Record<string, string>> {
  const fonts = join(dirname(dirname(dirname(dirname(file)))), 'usr', 'share', 'fonts');
  if (!existsSync(fonts)) return {};
  const path = join(profile, 'fonts.conf');
  await writeFile(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${fonts}</dir><dir>/usr/share/fonts</dir><cachedir>${join(profile, 'fonts')}</cachedir>
${['system-ui', 'sans-serif'].map((family) => `<alias binding="strong"><family>${family}</family><prefer><family>Inter</family></prefer></alias>`).join('\n')}
</fontconfig>`,
  );
  return { FONTCONFIG_FILE: path };
}
