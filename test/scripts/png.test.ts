import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { withPalette } from '../../scripts/screenshots/png.ts';
import { browserOf } from '../support/browser/browser.ts';
import type { Tab } from '../support/browser/tab.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks } from '../support/tools.ts';

/** The colours of a picture as a browser reads it: red, green, blue of each dot. */
async function dotsOf(tab: Tab, png: Buffer): Promise<number[]> {
  return tab.read(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(png.toString('base64'))}), (each) => each.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return [...data].filter((_, index) => index % 4 !== 3);
  })()`);
}

const markup = `<body style="margin:0;background:#fff;font:20px sans-serif">
<div style="background:#a3c8f0;width:60px;height:30px"></div>Treemap</body>`;

test('a screenshot keeps its size and looks in 256 colours, and has fewer bytes', {
  skip: lacks('chromium'),
}, async (t) => {
  const browser = await browserOf(t);
  const folder = await folderOf(t, { 'page.html': markup });
  const tab = await browser.open(`file://${folder}/page.html`, { width: 120, height: 60 });
  const png = await tab.screenshot();
  const small = withPalette(png);
  assert.ok(small.length < png.length, `${small.length} of ${png.length} bytes`);
  const [before, after] = [await dotsOf(tab, png), await dotsOf(tab, small)];
  assert.equal(after.length, 120 * 60 * 3);
  assert.deepEqual(after.slice(0, 3), [163, 200, 240]);
  const furthest = Math.max(...before.map((value, index) => Math.abs(value - (after[index] ?? 0))));
  assert.ok(furthest <= 24, `a channel is off by ${furthest}`);
});

test('a picture of another form is refused', () => {
  const chunk = (name: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const grey = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.of()),
  ]);
  assert.throws(() => withPalette(grey), /another form/);
});
