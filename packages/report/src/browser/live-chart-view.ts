import { h, type ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { changeset, parse, truthy, View, type Spec } from 'vega';
import { chartLabel } from '../charts/chart-label.js';
import { chartPanels } from '../charts/chart-panels.js';
import { pointValues } from '../charts/point-values.js';
import { liveChart } from '../live/live-chart.js';
import type { LiveValues } from '../live/live-values.js';
import type { UnpackedPanel } from '../live/unpack-live-panel.js';

interface LiveChartOptions {
  readonly panel: UnpackedPanel;
  readonly values: LiveValues;
  /** Of the chart; its data are replaced. */
  readonly spec: Spec;
}

/** The curve over the classes: drawn once, given other data after that. */
export function LiveChartView({ panel, values, spec }: LiveChartOptions): ComponentChild {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<View | null>(null);
  const chart = liveChart(panel, values);
  useEffect(() => {
    if (place.current === null) return;
    view.current ??= new View(parse(spec), { renderer: 'svg', container: place.current, hover: false });
    for (const series of chartPanels(chart).flatMap((panel) => panel.series)) {
      const change = changeset().remove(truthy).insert(pointValues(series, chart));
      view.current.change(series.data, change);
    }
    void view.current.runAsync();
  }, [values]);
  // Vega gives its container a role and a name of its own.
  return h('figure', null, [
    h('div', { class: 'chart', tabIndex: 0, role: 'group', 'aria-label': chartLabel(chart) }, h('div', { ref: place })),
    h('figcaption', null, 'A dot for each class; lines are running means over a twentieth of the classes.'),
  ]);
}
