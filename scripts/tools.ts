import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exists, writeFileAtomic } from '../src/support/files.ts';
import { browser } from './tools/browser.ts';
import { debianTools, type FoundTool } from './tools/debian.ts';
import { findGo, goTool } from './tools/go.ts';
import { packagedTool } from './tools/packages.ts';
import { type Tool, tools } from './tools/table.ts';

/** .tools/tools.json: what a test asks (test/support/tools.ts). */
export interface ToolReport {
  /** Of the table that this was made from. */
  readonly table: string;
  readonly found: Readonly<Record<string, FoundTool>>;
  /** Name → why it could not be had. */
  readonly missing: Readonly<Record<string, string>>;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const toolsFolder = join(root, '.tools');
export const toolReportPath = join(toolsFolder, 'tools.json');

/** Gets every tool of the table into .tools/; when all are there already it only looks. */
export async function setUpTools(say: (line: string) => void): Promise<ToolReport> {
  const table = createHash('sha256').update(JSON.stringify(tools)).digest('hex');
  const known = await readReport();
  if (known?.table === table && (await isComplete(known))) return known;
  say('getting the tools that the tests run (into .tools/)');
  const answers = new Map<string, FoundTool | Error>();
  const debian = debianTools(ofKind('debian'), toolsFolder);
  for (const [name, answer] of await goTools()) answers.set(name, answer);
  for (const [name, answer] of await debian) answers.set(name, answer);
  for (const tool of [...ofKind('python-wheel'), ...ofKind('npm')])
    answers.set(tool.name, await packagedTool(tool, toolsFolder));
  for (const tool of ofKind('browser')) answers.set(tool.name, await browser(tool, toolsFolder));
  const report = makeReport(table, answers);
  await writeFileAtomic(toolReportPath, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

async function goTools(): Promise<Map<string, FoundTool | Error>> {
  const answers = new Map<string, FoundTool | Error>();
  for (const tool of ofKind('go')) {
    const minimum = tool.source.kind === 'go' ? tool.source.atLeast : '';
    const go = await findGo(minimum, toolsFolder);
    answers.set(tool.name, go);
    for (const other of [...ofKind('go-program'), ...ofKind('go-build'), ...ofKind('go-module')]) {
      answers.set(other.name, go instanceof Error ? go : await goTool(other, go.path, toolsFolder));
    }
  }
  return answers;
}

function ofKind(kind: Tool['source']['kind']): Tool[] {
  return tools.filter(({ source }) => source.kind === kind);
}

function makeReport(table: string, answers: ReadonlyMap<string, FoundTool | Error>): ToolReport {
  const found: Record<string, FoundTool> = {};
  const missing: Record<string, string> = {};
  for (const [name, answer] of answers) {
    if (answer instanceof Error) missing[name] = answer.message;
    else found[name] = answer;
  }
  return { table, found, missing };
}

/** One line for each tool that is missing: its name, what that leaves out, and why. */
export function missingLines(report: ToolReport): string[] {
  return tools
    .filter(({ name }) => report.missing[name] !== undefined)
    .map(({ name, neededBy }) => `missing: ${name}, needed by ${neededBy}: ${report.missing[name]}`);
}

async function readReport(): Promise<ToolReport | undefined> {
  try {
    return JSON.parse(await readFile(toolReportPath, 'utf8')) as ToolReport;
  } catch {
    return undefined;
  }
}

async function isComplete(report: ToolReport): Promise<boolean> {
  const paths = tools.map(({ name }) => report.found[name]?.path);
  const present = await Promise.all(paths.map((path) => path !== undefined && exists(path)));
  return present.every(Boolean);
}

if (import.meta.main) {
  const report = await setUpTools(console.error);
  for (const line of missingLines(report)) console.error(line);
  process.exitCode = Object.keys(report.missing).length > 0 ? 3 : 0;
}
