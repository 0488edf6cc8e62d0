import { livePanelSchema, type LivePanel } from './live-panel.js';

/**
 * A live panel, checked.
 *
 * @throws TypeError naming the field that is wrong, and the rule
 */
export function parseLivePanel(value: unknown): LivePanel {
  const result = livePanelSchema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new TypeError(`parseLivePanel: \`${path.join('.')}\`: ${message}`);
}
