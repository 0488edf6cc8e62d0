/**
 * The file of a wheel in a folder, by its requirement such as `tensorflow-cpu==2.21.0`: file names write the `-` of a
 * distribution as `_`. Undefined if there is none.
 */
export function chooseWheelFile(files: readonly string[], requirement: string): string | undefined {
  const start = `${requirement.replace('-', '_').replace('==', '-')}-`;
  return files.find((file) => file.startsWith(start) && file.endsWith('.whl'));
}
