import type { CocoMetrics } from '../evaluation/evaluate-coco.js';
import type { LvisMetrics } from '../evaluation/evaluate-lvis.js';

const areaLetters = ['s', 'm', 'l'];
const groupLetters = ['r', 'c', 'f'];
const longAreas: Readonly<Record<string, string>> = { s: 'small', m: 'medium', l: 'large' };

/** The numbers of LVIS as lvis-api prints them. @param maxDets what it calls the limit: 300, -1 or 10000/cat */
export function lvisLines(metrics: LvisMetrics, maxDets: string): string[] {
  return Object.entries(metrics).map(([name, value]: [string, number]) => {
    const kind = name[2] ?? '';
    const area = areaLetters.includes(kind) ? kind : 'all';
    const group = (groupLetters.includes(kind) ? kind : 'all').padStart(3);
    const limit = maxDets.padStart(3);
    return ` ${titleOf(name)} @[ IoU=${iouOf(name)} | area=${area.padStart(6)} | maxDets=${limit} catIds=${group}] = ${threeDigits(value)}`;
  });
}

/** The numbers of COCO as pycocotools prints them. */
export function cocoLines(metrics: CocoMetrics): string[] {
  return Object.entries(metrics).map(([name, value]: [string, number]) => {
    const kind = name[2] ?? '';
    const area = (longAreas[kind] ?? 'all').padStart(6);
    const maxDets = /^AR(\d+)$/.exec(name)?.[1] ?? '100';
    return ` ${titleOf(name)} @[ IoU=${iouOf(name)} | area=${area} | maxDets=${maxDets.padStart(3)} ] = ${threeDigits(value)}`;
  });
}

function titleOf(name: string): string {
  return name.startsWith('AP') ? 'Average Precision  (AP)' : 'Average Recall     (AR)';
}

function iouOf(name: string): string {
  const threshold = /^AP(\d+)$/.exec(name)?.[1];
  return (threshold === undefined ? '0.50:0.95' : `0.${threshold}`).padEnd(9);
}

/** As Python formats: exact halves go to the even digit. */
export function threeDigits(value: number): string {
  const thousands = value * 1000;
  const down = Math.floor(thousands);
  const isHalf = thousands - down === 0.5 && Number.isInteger(value * 16);
  return isHalf && down % 2 === 0 ? (down / 1000).toFixed(3) : value.toFixed(3);
}
