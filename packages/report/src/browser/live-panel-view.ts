import { h, type ComponentChild } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Spec } from 'vega';
import type { LiveChoice } from '../live/live-panel.js';
import { choiceText } from '../live/choice-text.js';
import { liveValues } from '../live/live-values.js';
import type { UnpackedPanel } from '../live/unpack-live-panel.js';
import { LiveChartView } from './live-chart-view.js';
import { LiveControls } from './live-controls.js';
import { LiveTable } from './live-table.js';

/** Controls, numbers and curve; whatever is moved changes the others at once. */
export function LivePanelView({ panel, spec }: { panel: UnpackedPanel; spec: Spec }): ComponentChild {
  const [choice, setChoice] = useState<LiveChoice>(panel.initial ?? panel.settings[0]);
  const values = useMemo(() => liveValues(panel, choice), [panel, choiceText(choice)]);
  return h('div', { class: 'live' }, [
    h(LiveControls, { settings: panel.settings, choice, onChoice: setChoice }),
    h(LiveTable, { panel, values, choice }),
    h(LiveChartView, { panel, values, spec }),
  ]);
}
