const libraries = /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/;

/** The headers of the C API and what they include, where TensorFlow 2.9 to 2.21 keep it. */
const headers =
  /^tensorflow\/include\/(tensorflow\/c|tensorflow\/(core|tsl)\/platform|tsl\/platform|xla\/tsl\/c)\/.*\.h$/;

/** Whether an addon needs this file of a TensorFlow wheel: about 400 of 15,000. */
export function isNeededOfWheel(fileName: string): boolean {
  return libraries.test(fileName) || headers.test(fileName);
}
