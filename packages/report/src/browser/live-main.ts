import { h, render } from 'preact';
import type { Spec } from 'vega';
import { unpackLivePanel } from '../live/unpack-live-panel.js';
import { LivePanelView } from './live-panel-view.js';
import { startPage } from './start-page.js';

const place = document.querySelector('#live-panel');
const packed = document.querySelector('#live-data')?.textContent;
const spec = document.querySelector('#live-chart')?.textContent;
if (place && packed && spec) {
  const panel = unpackLivePanel(Uint8Array.from(atob(packed), (character) => character.charCodeAt(0)));
  place.replaceChildren();
  render(h(LivePanelView, { panel, spec: JSON.parse(spec) as Spec }), place);
}
startPage();
