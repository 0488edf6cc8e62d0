// Fused kernels on the heap of TensorFlow.js' wasm backend, in AssemblyScript. tools/src/wasm-kernels compiles them.
export { align, alignScratch } from './align';
export { calibrate } from './calibrate';
export { exponentials } from './exponential';
