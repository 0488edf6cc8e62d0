/** How far an extraction is. */
export interface ExtractionProgress {
  /** Images that are done, those of an earlier run among them. */
  readonly done: number;
  readonly total: number;
  /** Of this run; null before the first batch. */
  readonly imagesPerSecond: number | null;
  /** At that rate; null before the first batch. */
  readonly secondsLeft: number | null;
}

/**
 * Tells how far an extraction is, now and whenever the function that it returns is called with the number of images done.
 *
 * @param clock milliseconds
 */
export function startProgress(
  { done: first, total }: { readonly done: number; readonly total: number },
  onProgress: (progress: ExtractionProgress) => void = () => undefined,
  clock: () => number = () => performance.now(),
): (done: number) => void {
  const started = clock();
  onProgress({ done: first, total, imagesPerSecond: null, secondsLeft: null });
  return (done) => {
    const seconds = (clock() - started) / 1000;
    const imagesPerSecond = (done - first) / seconds;
    onProgress({ done, total, imagesPerSecond, secondsLeft: (total - done) / imagesPerSecond });
  };
}
