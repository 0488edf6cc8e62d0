import * as tf from '@tensorflow/tfjs';
import type { FeatureSource } from '../../features/feature-source.js';
import { isFused } from '../../kernels/is-fused.js';
import { ALIGN_KERNEL } from '../../kernels/kernel-contract.js';
import type { FitSettings } from '../fit-settings.js';
import { gatheringStore } from '../gathering-store.js';
import type { ParameterLayout } from '../parameter-vector.js';
import { tensorObjective } from '../tensor-objective.js';
import type { FitEngine } from './fit-engine.js';
import { hostEngine } from './host-engine.js';
import { startWasmEngine } from './start-wasm-engine.js';

/** What an engine computes with. */
export interface FitEngineSubject {
  readonly source: FeatureSource;
  readonly layout: ParameterLayout;
  readonly settings: FitSettings;
}

/** Starts the engine that the settings name. @param threads see `FitOptions` */
export async function startFitEngine(subject: FitEngineSubject, threads?: number): Promise<FitEngine> {
  const { source, settings } = subject;
  switch (settings.engine) {
    case 'wasm':
      return startWasmEngine(subject, { threads });
    case 'tensors':
      return {
        kernel: `tensors-float32-${tf.getBackend()}${isFused(ALIGN_KERNEL) ? '-fused' : ''}`,
        rows: (setting) => gatheringStore(source, tensorObjective(setting)),
        close: async () => {},
      };
    default:
      return hostEngine(source);
  }
}
