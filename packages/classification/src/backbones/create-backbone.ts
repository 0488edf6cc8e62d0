import type { Backbone, BackboneSettings } from './backbone.js';
import { residualGlyphNet } from './residual-glyph-net.js';
import { resnet32 } from './resnet32.js';

/** Builds the backbone that its settings, say from a file, describe. */
export function createBackbone(settings: BackboneSettings): Backbone {
  return settings.name === 'resnet32' ? resnet32(settings) : residualGlyphNet(settings);
}
