import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { absentEnvironments, chromiumPath } from './present-environments.js';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const contentTypes: Record<string, string> = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

/**
 * Runs a suite with a page of headless Chromium, on which `files` appear at `http://localhost/`; no server is involved.
 * Skipped where Chromium is not present. A page is handed out inside a test: `page()`.
 *
 * @param extraFlags of Chromium, besides those that keep it quiet
 */
export function describeInBrowser(
  title: string,
  files: () => Promise<ReadonlyMap<string, string | Buffer>>,
  suite: (page: () => Page) => void,
  extraFlags: readonly string[] = [],
): void {
  describe.skipIf('browser' in absentEnvironments())(`${title} in a browser`, () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: chromiumPath, args: [...flags, ...extraFlags] });
      page = await browser.newPage();
      await serve(page, new Map([['', '<!doctype html>'], ...(await files())]));
      await page.goto('http://localhost/');
    });
    afterAll(() => browser?.close());

    suite(() => page);
  });
}

async function serve(page: Page, files: ReadonlyMap<string, string | Buffer>): Promise<void> {
  await page.route('**/*', async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const body = files.get(name);
    const contentType = contentTypes[name.split('.').at(-1) || 'html'] ?? 'application/octet-stream';
    await route.fulfill(body === undefined ? { status: 404 } : { body, contentType });
  });
}
