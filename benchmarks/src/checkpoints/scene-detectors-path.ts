import { fileURLToPath } from 'node:url';

/** Where the detectors of a seed lie: `benchmarks/checkpoints/glyph-scenes-lvis-0.safetensors`. */
export function sceneDetectorsPath(seed: number): string {
  return fileURLToPath(new URL(`../../checkpoints/glyph-scenes-lvis-${seed}.safetensors`, import.meta.url));
}
