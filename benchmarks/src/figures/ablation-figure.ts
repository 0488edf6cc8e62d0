import { parse, View, type Spec } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ComponentAblation } from '../experiments/component-ablation/component-ablation.js';
import { ablationSeeds } from '../results/ablation-seeds.js';
import { dataSetTexts } from '../results/data-set-texts.js';
import { ablationMarks, type FigureGroup } from './ablation-marks.js';
import { accuracyPanel, panelHeight } from './accuracy-panel.js';

// In pixels.
const WIDTH = 800;
const SIDE = 16;
/** Between panels. */
const GAP = 24;
/** For the titles above the panels, and the ticks below. */
const ABOVE = 124;
const BELOW = 34;
/** Of a letter of the arms' names, on average. */
const LETTER = 6.6;

/**
 * The picture of a component ablation, as SVG: a panel for each group that has classes, in it a dot for each arm with the 95 %
 * interval of its distance from the baseline. The same ablation gives the same text: all sizes are set, none is measured.
 */
export async function ablationFigure(ablation: ComponentAblation): Promise<string> {
  const view = new View(parse(figureSpec(ablation)), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function figureSpec(ablation: ComponentAblation): Spec {
  const arms = ablation.rows.map(({ arm }) => arm);
  const left = SIDE + Math.ceil(LETTER * Math.max(...arms.map(({ length }) => length))) + 10;
  const width = WIDTH - left - SIDE;
  const { spec } = compile(panelsSpec(ablation, { arms, left, width }));
  return {
    ...spec,
    autosize: 'none',
    width,
    height: panelHeight(arms.length),
    padding: { left, right: SIDE, top: ABOVE, bottom: BELOW },
  };
}

function panelsSpec(
  ablation: ComponentAblation,
  { arms, left, width }: { arms: string[]; left: number; width: number },
): TopLevelSpec {
  const panels = ablationMarks(ablation);
  return {
    background: 'white',
    title: {
      text: `${dataSetTexts(ablation.dataSet).title}: component ablation, ${ablationSeeds(ablation).text}`,
      subtitle: [
        'Test accuracy in percent, mean over classes, grouped by their training images; every panel has a scale of its own.',
        'Bars: 95 % interval, over test images, of the distance from the baseline (dashed).',
      ],
      anchor: 'start',
      frame: 'group',
      dx: SIDE - left,
      offset: 20,
      fontSize: 16,
      color: '#1f2328',
      subtitleFontSize: 12,
      subtitleLineHeight: 16,
      subtitlePadding: 6,
      subtitleColor: '#59636e',
    },
    bounds: 'flush',
    spacing: GAP,
    hconcat: panels.map(({ group, marks }, index) =>
      accuracyPanel({
        ...panelTexts(group, ablation),
        marks,
        arms,
        width: (width - GAP * (panels.length - 1)) / panels.length,
        labels: index === 0,
      }),
    ),
    config: { font: 'Helvetica, Arial, sans-serif', view: { stroke: null } },
  };
}

function panelTexts(group: FigureGroup, ablation: ComponentAblation): { title: string; subtitle: string } {
  if (group === 'overall') return { title: group, subtitle: `${ablation.classes} classes` };
  const images = { many: '> 100', medium: '20–100', few: '< 20' }[group];
  return { title: group, subtitle: `${ablation.classesByGroup[group]} classes, ${images} images` };
}
