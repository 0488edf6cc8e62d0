import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import type { BackendName } from '@disalign/core';
import { longTailGroups, MissingDataSetError, type LongTailGroup } from '@disalign/segmentation';
import { checkpointPath } from '../../checkpoints/checkpoint-path.js';
import { sceneHeads, type SceneHead } from '../../scene-networks/scene-network.js';
import { mapConcurrently } from '../../workers/map-concurrently.js';
import { resumable, resumableFolder } from '../../workers/resumable.js';
import { runInWorker } from '../../workers/run-in-worker.js';
import { combineOutcomes, type SegmentationComparison } from './combine-outcomes.js';
import type { SegmentationSubject } from './segmentation-section.js';
import type { SegmentationOutcome } from './run-segmentation-arms.js';
import { saveTestVisuals } from './save-test-visuals.js';
import { sceneDump } from './scene-dump.js';
import type { NamedSegmentationDump } from './segmentation-data.js';

/** What is measured, and who is told how far it is. */
export interface MeasureSegmentationOptions {
  /** The dump of a network; null: the networks that come with the benchmarks. */
  readonly dump: NamedSegmentationDump | null;
  readonly networkSeeds: readonly number[];
  /** Where pictures of test images are drawn; null: nowhere. */
  readonly visuals: string | null;
  readonly backend: BackendName;
  /** Told which share of a task is done. */
  readonly onProgress: (task: string, share: number) => void;
  readonly signal?: AbortSignal;
}

/** What was found on the networks of one head, or on a dump. */
export interface SegmentationFinding {
  readonly subject: SegmentationSubject;
  readonly comparison: SegmentationComparison;
}

/** Pictures of so many test images. */
const VISUALS = 10;

/** Tasks for each network, scenes and their painting apart: see `onProgress`. */
export const tasksPerSceneNetwork = 2 * sceneHeads.length;

const titles: Readonly<Record<SceneHead, string>> = {
  fcn: 'FCN on GlyphScenes-150',
  aspp: 'DeepLabV3+-style head (ASPP) on GlyphScenes-150',
};

/** A head and its networks, or a dump by itself. */
interface MeasuredSubject {
  readonly subject: SegmentationSubject;
  readonly dumps: readonly NamedSegmentationDump[];
}

/** Runs every arm on every network, in as many threads as there are cores; what is done is kept for the next run. */
export async function measureSegmentation(options: MeasureSegmentationOptions): Promise<SegmentationFinding[]> {
  const { dump, visuals } = options;
  const subjects = dump ? [subjectOf(dump)] : await sceneSubjects(options);
  const groups = longTailGroups();
  const outcomes = await runArms(
    subjects.flatMap(({ dumps }) => dumps),
    groups,
    options,
  );
  const findings: SegmentationFinding[] = [];
  for (const { subject, dumps } of subjects) {
    const ofSubject = outcomes.splice(0, dumps.length);
    const full = ofSubject[0].arms.at(-1);
    if (visuals !== null && full) {
      await saveTestVisuals(dumps[0], full.calibration, { folder: visuals, images: VISUALS });
    }
    findings.push({ subject, comparison: combineOutcomes(ofSubject, groups) });
  }
  return findings;
}

function subjectOf(dump: NamedSegmentationDump): MeasuredSubject {
  return { subject: { key: dump.name, title: `${dump.name}: per-pixel calibration` }, dumps: [dump] };
}

async function sceneSubjects(options: MeasureSegmentationOptions): Promise<MeasuredSubject[]> {
  const networks = presentNetworks(options.networkSeeds);
  const dumps = await dumpNetworks(networks, await paintScenes(options), options);
  return sceneHeads
    .map((head) => ({
      subject: { key: head, title: titles[head] },
      dumps: dumps.filter((network) => network.head === head),
    }))
    .filter(({ dumps: ofHead }) => ofHead.length > 0);
}

function paintScenes({ onProgress, signal }: MeasureSegmentationOptions): Promise<string> {
  return resumableFolder('glyph-scenes-150', {}, (folder) =>
    runInWorker(
      { kind: 'write-glyph-scenes', task: { folder } },
      { signal, onProgress: (share) => onProgress('painting', share) },
    ),
  ).finally(() => onProgress('painting', 1));
}

async function dumpNetworks(
  networks: readonly NamedNetwork[],
  scenes: string,
  { backend, onProgress, signal }: MeasureSegmentationOptions,
): Promise<(NamedSegmentationDump & { readonly head: SceneHead })[]> {
  return mapConcurrently(networks, availableParallelism(), async ({ head, networkSeed }) => {
    const name = `${head}-${networkSeed}`;
    const network = { head, networkSeed, backend, scenes };
    const folder = await resumableFolder(`maps-glyph-scenes-150-${name}`, network, (path) =>
      runInWorker(
        { kind: 'dump-scene-network', task: { network, folder: path } },
        { signal, onProgress: (share) => onProgress(`${name}, maps`, share) },
      ),
    );
    onProgress(`${name}, maps`, 1);
    return { ...sceneDump(scenes, folder), name, head };
  });
}

function runArms(
  dumps: readonly NamedSegmentationDump[],
  groups: readonly LongTailGroup[],
  { backend, onProgress, signal }: MeasureSegmentationOptions,
): Promise<SegmentationOutcome[]> {
  return mapConcurrently(dumps, availableParallelism(), async ({ name, ...dump }) => {
    const task = { dump, groups, backend };
    const outcome = await resumable(`segmentation-${name}`, task, () =>
      runInWorker(
        { kind: 'run-segmentation-arms', task },
        { signal, onProgress: (share) => onProgress(`${name}, arms`, share) },
      ),
    );
    onProgress(`${name}, arms`, 1);
    return outcome;
  });
}

interface NamedNetwork {
  readonly head: SceneHead;
  readonly networkSeed: number;
}

/** The networks that are here. @throws MissingDataSetError when there is none */
function presentNetworks(networkSeeds: readonly number[]): NamedNetwork[] {
  const asked = sceneHeads.flatMap((head) => networkSeeds.map((networkSeed) => ({ head, networkSeed })));
  const pathOf = ({ head, networkSeed }: NamedNetwork) => checkpointPath('glyph-scenes-150', networkSeed, head);
  const present = asked.filter((network) => existsSync(pathOf(network)));
  if (present.length > 0) return present;
  throw new MissingDataSetError({
    dataSet: 'networks for GlyphScenes-150',
    lookedFor: asked.map((network) => basename(pathOf(network))),
    lookedIn: [dirname(pathOf(asked[0]))],
    howToGet: 'Train them: npx nx benchmark -- --retrain --data-set glyph-scenes-150 --networks ' + networkSeeds.join(),
  });
}
