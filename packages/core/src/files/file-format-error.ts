/** What a broken file breaks: its name, the part of it, the rule and what was found. */
export interface FileFormatProblem {
  /** Path or other name of the file. */
  readonly file: string;
  /** The field, entry or byte range concerned. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** Thrown when the content of a file breaks its format: one line that names file, field, what was expected and what came. */
export class FileFormatError extends Error {
  override readonly name = 'FileFormatError';
  readonly problem: FileFormatProblem;

  constructor(problem: FileFormatProblem, options?: ErrorOptions) {
    super(`${problem.file}: ${problem.field} must be ${problem.expected}, got ${problem.got}`, options);
    this.problem = problem;
  }
}
