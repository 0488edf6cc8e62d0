import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { absentEnvironments, chromiumPath } from './present-environments.js';

const quiet = [
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

/** How Chromium starts, and how it is answered. */
export interface BrowserOptions {
  /** Of Chromium, besides those that keep it quiet. */
  readonly flags?: readonly string[];
  /** Isolates the page from other origins, as a server must for threads to share memory. Default false. */
  readonly crossOriginIsolated?: boolean;
}

const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/**
 * Runs a suite with a page of headless Chromium, on which `files` appear at `http://localhost/`; no server is involved.
 * Skipped where Chromium is not present. A page is handed out inside a test: `page()`.
 */
export function describeInBrowser(
  title: string,
  files: () => Promise<ReadonlyMap<string, string | Buffer>>,
  suite: (page: () => Page) => void,
  { flags = [], crossOriginIsolated = false }: BrowserOptions = {},
): void {
  describe.skipIf('browser' in absentEnvironments())(`${title} in a browser`, () => {
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: chromiumPath, args: [...quiet, ...flags] });
      page = await browser.newPage();
      const served = new Map([['', '<!doctype html>'], ...(await files())]);
      await serve(page, served, crossOriginIsolated ? isolation : {});
      await page.goto('http://localhost/');
    });
    afterAll(() => browser?.close());

    suite(() => page);
  });
}

async function serve(
  page: Page,
  files: ReadonlyMap<string, string | Buffer>,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  await page.route('**/*', async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const body = files.get(name);
    const contentType = contentTypes[name.split('.').at(-1) || 'html'] ?? 'application/octet-stream';
    await route.fulfill(body === undefined ? { status: 404 } : { body, contentType, headers });
  });
}
