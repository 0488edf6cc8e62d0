import { expectClose } from '@disalign/test-support';
import { describe, expect, it } from 'vitest';
import { detectionsFromJson } from '../data/detections-from-json.js';
import { groundTruthFromJson } from '../data/ground-truth-from-json.js';
import { evaluateCoco } from './evaluate-coco.js';
import { evaluateLvis, lvisFixed } from './evaluate-lvis.js';
import { formulaDetections, lvisJson, perfectDetections } from './fixtures/formula-detections.js';
import { pooledPrecisions } from './pooled-precisions.js';

// From the official code: lvis-api, large-vocab-devil and pycocotools 2.0.11, on the detections of the formula.
const expected = {
  bbox: {
    lvis: [
      0.470642472599964, 0.88571881890504, 0.27601884543401, 0.474061687763064, 0.491703706843654, 0.506825892734201,
      0.4, 0.479264819339077, 0.469459907005162, 0.528409173357599, 0.509191111651997, 0.53920162585952,
      0.54922935357718,
    ],
    pool: [0.357017501567223, 0.013793103448276, 0.314091623608635, 0.374694650264759],
    coco: [
      0.463914569706565, 0.881247341526132, 0.264804244726381, 0.465230528691398, 0.483598925385896, 0.506138716356108,
      0.331859022491065, 0.512129986203079, 0.528409173357599, 0.509191111651997, 0.53920162585952, 0.54922935357718,
    ],
  },
  segm: {
    lvis: [
      0.150609126281881, 0.471745073965022, 0.046859282334654, 0.121984566047015, 0.130274780630174, 0.24802952759044,
      0.2, 0.190667138142386, 0.142740376410603, 0.179028682320505, 0.141646562532509, 0.15452964141122,
      0.267920404876927,
    ],
    pool: [0.059815460107115, 0.006896551724138, 0.068956831364048, 0.061035674208351],
    coco: [
      0.146272374920917, 0.460958281923143, 0.044133209727393, 0.116725463859076, 0.126097619606787, 0.247669885000922,
      0.122447174476997, 0.174560948683722, 0.179028682320505, 0.141646562532509, 0.15452964141122, 0.267920404876927,
    ],
  },
};

const lvis = groundTruthFromJson(lvisJson, { format: 'lvis', segmentations: true });
const coco = groundTruthFromJson(lvisJson, { format: 'coco', segmentations: true });

describe.each(['bbox', 'segm'] as const)('the detections of the formula, %s', (iouType) => {
  it('are 1,302', () => {
    expect(formulaDetections).toHaveLength(1302);
  });

  it('have the 13 numbers of LVIS', () => {
    const { metrics } = evaluateLvis(lvis, detectionsFromJson(formulaDetections, lvis), { iouType });
    expectClose(Object.values(metrics), expected[iouType].lvis, { absolute: 1e-12 });
  });

  it('have the four numbers of AP_pool', () => {
    const { matches } = evaluateLvis(lvis, detectionsFromJson(formulaDetections, lvis), { ...lvisFixed, iouType });
    expectClose(Object.values(pooledPrecisions(matches)), expected[iouType].pool, { absolute: 1e-12 });
  });

  it('have the 12 numbers of COCO', () => {
    const { metrics } = evaluateCoco(coco, detectionsFromJson(formulaDetections, coco), { iouType });
    expectClose(Object.values(metrics), expected[iouType].coco, { absolute: 1e-12 });
  });
});

describe('each ground truth as a detection', () => {
  const detections = detectionsFromJson(perfectDetections, lvis);

  it('is perfect by its box', () => {
    const { metrics } = evaluateLvis(lvis, detections);
    expectClose(Object.values(metrics), Array<number>(13).fill(1), { absolute: 1e-14 });
  });

  it('is a rectangle as a mask', () => {
    const { metrics } = evaluateLvis(lvis, detections, { iouType: 'segm' });
    const { AP, AP50, AP75, APs, APm, APl, APr, APc, APf, AR } = metrics;
    expectClose(
      [AP, AP50, AP75, APs, APm, APl, APr, APc, APf, AR],
      [
        0.252781899522, 0.600881767394, 0.191560662075, 0.22824954399, 0.230851657086, 0.346933414874, 0.4,
        0.299128162816, 0.24311142154, 0.281468504592,
      ],
      { absolute: 1e-12 },
    );
  });
});
