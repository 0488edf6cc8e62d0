import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeInBrowser } from '@disalign/test-support';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableCsv } from '../csv/table-csv.js';
import { cellText } from '../document/cell-text.js';
import { orderedColumns } from '../document/ordered-columns.js';
import { parseReport } from '../document/parse-report.js';
import { smallPanel } from '../fixtures/small-panel.js';
import { smallReport } from '../fixtures/small-report.js';
import { liveChart } from '../live/live-chart.js';
import type { LiveChoice } from '../live/live-panel.js';
import { liveGroups, liveValues, type LiveValues } from '../live/live-values.js';
import { packLivePanel } from '../live/pack-live-panel.js';
import { unpackLivePanel } from '../live/unpack-live-panel.js';
import { writeReport } from '../render/write-report.js';

const panel = smallPanel();
/** As it is in the page. */
const packed = unpackLivePanel(packLivePanel(panel, 4_000_000));
const initial: LiveChoice = panel.initial!;

describeInBrowser(
  'a report',
  async () => new Map(),
  (page) => {
    let folder: string;
    const errors: string[] = [];
    const requests: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'report-'));
      await writeReport(folder, smallReport, { live: panel });
    });
    afterAll(() => rm(folder, { recursive: true }));

    const open = async () => {
      await page().goto(pathToFileURL(join(folder, 'small.html')).href);
      await page().waitForSelector('.live-table');
      return page();
    };

    it('opens from a file without an error, and asks for nothing else', async () => {
      await page().unrouteAll();
      page().on('console', (message) => errors.push(message.text()));
      page().on('pageerror', (error) => errors.push(error.message));
      page().on('request', (request) => requests.push(new URL(request.url()).protocol));
      await open();
      await page().waitForSelector('.live .chart svg');
      expect(errors).toEqual([]);
      expect(requests).toEqual(['file:']);
      expect(await page().title()).toBe('Small <report>');
    });

    it('shows every cell of its tables as the JSON of the report has it, the published ones behind ours', async () => {
      await open();
      const { sections } = parseReport(JSON.parse(JSON.stringify(smallReport)));
      for (const { name, columns: declared, rows } of sections.flatMap(({ tables }) => tables)) {
        const columns = orderedColumns(declared);
        const shown = await page()
          .locator(`#table-${name} tbody tr`)
          .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText)));
        const squeezed = shown.map((row) => row.map((text) => text.replaceAll(/\s+/g, ' ').trim()));
        expect(squeezed).toEqual(rows.map((row) => columns.map((column) => cellText(row[column.key], column))));
      }
      const sources = await page().locator('#table-methods thead tr:first-child th').allInnerTexts();
      expect(sources).toEqual(['ours', 'paper']);
    });

    it('saves a table as CSV', async () => {
      await open();
      const [saved] = await Promise.all([page().waitForEvent('download'), page().locator('a.csv').first().click()]);
      expect(saved.suggestedFilename()).toBe('methods.csv');
      const chunks = await (await saved.createReadStream()).toArray();
      expect(Buffer.concat(chunks).toString()).toBe(tableCsv(smallReport.sections[0].tables[0]));
    });

    it('says the numbers of the point under the pointer', async () => {
      await open();
      await page().locator('#chart-weights .chart [aria-label^="rho 1: weight 0.27"]').hover();
      expect(await readoutOf(page())).toBe('rho 1: weight 0.27 [0.2, 0.3] at class, by frequency 2');
      await page().locator('h1').hover();
      expect(await page().locator('#readout').isVisible()).toBe(false);
    });

    it('says the numbers of each point to the keyboard', async () => {
      await open();
      await page().locator('#chart-methods-chart .chart').focus();
      const said: string[] = [];
      for (const key of ['ArrowRight', 'ArrowRight', 'End', 'ArrowLeft', 'Home']) {
        await page().keyboard.press(key);
        said.push(await readoutOf(page()));
      }
      const [first, second, , , last] = [
        'accuracy, overall: joint: accuracy 68.5 %',
        'accuracy, overall: DisAlign: accuracy 78.3 % [77.9, 78.7]',
        'accuracy, few: joint: accuracy 21.6 %',
        'accuracy, few: DisAlign: accuracy 72.1 % [70.4, 73.6]',
        'published (paper), few: DisAlign: accuracy 33.1 %',
      ];
      expect(said).toEqual([first, second, 'joint', last, first]);
      await page().keyboard.press('Escape');
      expect(await page().locator('#readout').isVisible()).toBe(false);
    });

    it('is reached by the tab key, from the first link to the last table', async () => {
      await open();
      const reached = [];
      for (let presses = 0; presses < 20; presses++) {
        await page().keyboard.press('Tab');
        reached.push(await page().evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? ''));
      }
      for (const part of ['class="skip"', 'id="theme"', 'href="#live"', 'type="range"', 'name="confidence"'])
        expect(reached.join('\n')).toContain(part);
      for (const part of ['name="prior"', 'Accuracy of each class: the arrow keys', 'class="scroll"', 'class="csv"'])
        expect(reached.join('\n')).toContain(part);
    });

    it('is light or dark as the system is, and as its button says', async () => {
      await open();
      const background = () => page().evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page().emulateMedia({ colorScheme: 'light' });
      expect(await background()).toBe('rgb(255, 255, 255)');
      await page().emulateMedia({ colorScheme: 'dark' });
      expect(await background()).toBe('rgb(13, 17, 23)');
      await page().getByRole('button', { name: 'Show the page in light colours' }).click();
      expect(await background()).toBe('rgb(255, 255, 255)');
      await page().emulateMedia({ colorScheme: 'light' });
      await page().getByRole('button', { name: 'Show the page in dark colours' }).press('Enter');
      expect(await background()).toBe('rgb(13, 17, 23)');
    });

    it('shows in its panel what Node computes, whatever is chosen', async () => {
      await open();
      await expectShown(page(), initial);
      await page().locator('input[type=range]').press('ArrowRight');
      await expectShown(page(), { ...initial, rho: 1.5 });
      await page().locator('input[name=confidence]').click();
      await expectShown(page(), { ...initial, rho: 1.5, confidence: false });
      await page().locator('input[name=magnitude]').press('Space');
      await expectShown(page(), { ...initial, rho: 1.5, confidence: false, magnitude: false });
      await page().locator('input[value=backward]').check();
      await expectShown(page(), { ...initial, rho: 1.5, confidence: false, magnitude: false, targetPrior: 'backward' });
      await page().locator('input[name=margin]').click();
      await expectShown(page(), {
        ...initial,
        rho: 1.5,
        confidence: false,
        magnitude: false,
        margin: false,
        targetPrior: 'backward',
      });
      expect(await page().locator('[data-row=overall] td').last().innerText()).toBe('0.0');
      expect(errors).toEqual([]);
    });

    it('changes the values when rho moves', async () => {
      await open();
      const before = await page().locator('.live-table').innerText();
      await page().locator('input[type=range]').press('Home');
      expect(await page().locator('#live-rho').innerText()).toBe('0');
      expect(await page().locator('.live-table').innerText()).not.toBe(before);
    });
  },
);

async function readoutOf(page: Page): Promise<string> {
  return page.locator('#readout').innerText();
}

/** The table and the dots of the panel agree with what the same choice gives here. */
async function expectShown(page: Page, choice: LiveChoice): Promise<void> {
  const values = liveValues(packed, choice);
  const rows = ['overall', ...liveGroups(packed)];
  await expect
    .poll(() => page.locator('.live-table tbody tr').evaluateAll((all) => all.map((row) => row.textContent)))
    .toEqual(rows.map((row) => rowText(row, values, choice)));
  const dots = liveChart(packed, values).series[2].points.map(
    ({ label, y }) => `${label}: ${(y as number).toFixed(1)}`,
  );
  await expect
    .poll(async () => {
      const labels = await page
        .locator('.live .chart [aria-label*="in training"]')
        .evaluateAll((all) => all.map((dot) => dot.getAttribute('aria-label')!));
      return labels.map((label) => label.replace(/, this setting: accuracy ([\d.]+) %.*/, ': $1'));
    })
    .toEqual(dots);
}

function rowText(row: string, { untouched, calibrated }: LiveValues, { targetPrior }: LiveChoice): string {
  const [before, after] = [untouched, calibrated].map(
    (scores) => 100 * ((row === 'overall' ? scores.overall : scores.groups[row]) ?? NaN),
  );
  const difference = (after - before).toFixed(1);
  const sign = Number(difference) > 0 ? '+' : '';
  const name = row === 'overall' ? `overall, ${targetPrior} prior` : row;
  return [name, before.toFixed(1), after.toFixed(1), `${sign}${difference.replace('-0.0', '0.0')}`].join('');
}
