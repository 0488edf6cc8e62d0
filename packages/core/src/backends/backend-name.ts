/** In the order in which `auto` tries them. */
export const backendNames = ['node-gpu', 'webgpu', 'wasm', 'node', 'cpu'] as const;

/**
 * A TensorFlow.js backend:
 * - `node-gpu`: CUDA through `@tensorflow/tfjs-node-gpu`
 * - `webgpu`: a graphics card, in a browser or in Node through the package `webgpu`
 * - `wasm`: WebAssembly, one thread in Node
 * - `node`: libtensorflow on the processor, through `@tensorflow/tfjs-node`
 * - `cpu`: plain JavaScript
 */
export type BackendName = (typeof backendNames)[number];
