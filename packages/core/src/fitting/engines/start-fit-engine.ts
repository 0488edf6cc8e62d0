import type { FeatureSource } from '../../features/feature-source.js';
import type { FitSettings } from '../fit-settings.js';
import type { ParameterLayout } from '../parameter-vector.js';
import type { FitEngine } from './fit-engine.js';
import { hostEngine } from './host-engine.js';
import { startWasmEngine } from './start-wasm-engine.js';
import { tensorEngine } from './tensor-engine.js';

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
      return tensorEngine(subject);
    default:
      return hostEngine(source);
  }
}
