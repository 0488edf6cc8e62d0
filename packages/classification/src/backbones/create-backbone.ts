import type { Backbone, BackboneSettings } from './backbone.js';
import { residualGlyphNet } from './residual-glyph-net.js';
import { resnet32 } from './resnet32.js';
import { resNet } from './resnet.js';
import { resNeXt } from './resnext.js';

/** Builds the backbone that its settings, say from a file, describe. */
export function createBackbone(settings: BackboneSettings): Backbone {
  switch (settings.name) {
    case 'residual-glyph-net':
      return residualGlyphNet(settings);
    case 'resnet32':
      return resnet32(settings);
    case 'resnet':
      return resNet(settings);
    case 'resnext':
      return resNeXt(settings);
  }
}
