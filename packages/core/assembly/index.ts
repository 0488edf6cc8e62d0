// Fused kernels in AssemblyScript, on the heap of TensorFlow.js' wasm backend or on memory that threads share.
// tools/src/wasm-kernels compiles them.
export { align, alignScratch } from './align';
export { blockScratch } from './align-block';
export { calibrate } from './calibrate';
export { calibratePlanes } from './calibrate-planes';
export { exponentials } from './exponential';
export { multiply, multiplyScratch } from './multiply';
export { follow, lead } from './queue';
export { allFinite, countRight, sumAround } from './statistics';
export { sumBytes } from './sums';
export { parameterBytes } from './task';
