import { reportMarkdown } from '@disalign/report';
import { drawCharts } from '../../results/draw-charts.js';
import { reportMetadata } from '../../results/report-metadata.js';
import { terminalText } from '../../results/terminal-text.js';
import type { ExperimentReport } from '../experiments.js';
import { runTable8, type Table8, type Table8Options } from './run-table8.js';
import { saveDetectorVisuals } from './save-detector-visuals.js';
import { table8Report } from './table8-report.js';

/** Names of results: of the scenes, or of dumps. */
export function table8Key({ dumps }: Pick<Table8Options, 'dumps'>): string {
  return dumps ? 'dumps' : 'glyph-scenes-lvis';
}

const sceneTexts = [
  'GlyphScenes for detection: painted scenes of 128 x 128 with signs of 60 classes, in the format of LVIS v1, rare, common and frequent as ' +
    'there; training, selection and test have fonts of their own. Synthetic images.',
  'A network for each seed, four box heads on it: linear and cosine, trained with every image equally likely (`plain`) and with ' +
    'repeat-factor sampling (`rfs`). Maps are those of the backbone of our Glyph-LT classifier, which saw the characters one by one and no scene, and is frozen; regions are cropped ' +
    'from them and resized to 7 x 7; one hidden layer, box deltas and masks are the same for the four heads.',
  'Proposals are given, and the same for all: four around each object, shifted and resized at random, and 24 anywhere. No detector has ' +
    'to find them, so AP is higher than with a proposal network.',
];
const dumpTexts = ['Regions that were dumped elsewhere, a folder for each detector.'];

/** What is calibrated, and what is drawn of it. */
export interface Table8ReportOptions extends Table8Options {
  /** Where pictures of test images are drawn; null: nowhere. */
  readonly visuals: string | null;
}

/** Pictures of so many test images for each detector. */
const VISUALS = 10;

/** Region calibration of frozen detectors (paper Table 8), on GlyphScenes or on dumps. */
export async function table8({ visuals, ...options }: Table8ReportOptions): Promise<ExperimentReport> {
  const found = await runTable8(options);
  if (visuals !== null) {
    // The first seed of each detector.
    for (const { name } of found.rows) {
      const result = found.results.find(({ task }) => task.name === name);
      if (result) await saveDetectorVisuals(result, { folder: visuals, images: VISUALS });
    }
  }
  const key = table8Key(options);
  const title = options.dumps ? 'dumped regions' : 'GlyphScenes';
  const { summary, sections } = table8Report(found, { key, title, origin: options.dumps ? dumpTexts : sceneTexts });
  const document = { name: `table8-${key}`, title: `Detection and instance segmentation: ${title}`, summary, sections };
  const facts = {
    seeds: options.dumps ? undefined : { networks: [...options.seeds] },
    data: { 'Test images': found.results[0].testImages },
  };
  return {
    data: { ...document, ...plainResults(found) },
    // The tables of boxes and masks.
    table: terminalText({ ...document, sections: sections.slice(0, 1) }),
    markdown: (environment) => reportMarkdown({ ...document, metadata: reportMetadata(environment, facts) }),
    figures: () => drawCharts(sections),
    summary,
    sections,
  };
}

/** Without matches, which are as many as detections, and without folders. */
function plainResults({ rows, results }: Table8): object {
  return {
    rows,
    runs: results.map(({ task, arms, selection, trainAccuracy }) => ({
      detector: task.name,
      seed: task.seed,
      trainAccuracy,
      selection,
      arms: arms.map(({ arm, strength, scores }) => ({
        arm,
        strength,
        ...Object.fromEntries(Object.entries(scores).map(([type, { metrics }]) => [type, metrics])),
      })),
    })),
  };
}
