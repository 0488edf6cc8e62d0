import { chartSvg, type Section } from '@disalign/report';

/** The charts of a report as SVG, by name. */
export async function drawCharts(sections: readonly Section[]): Promise<Record<string, string>> {
  const drawn: Record<string, string> = {};
  for (const chart of sections.flatMap(({ charts }) => charts)) drawn[chart.name] = await chartSvg(chart);
  return drawn;
}
