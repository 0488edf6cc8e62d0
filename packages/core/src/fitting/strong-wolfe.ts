/** A point of the function that is minimised. */
export interface Point {
  readonly parameters: Float64Array;
  /** What is minimised: the loss and the penalties. */
  readonly value: number;
  readonly loss: number;
  readonly meanConfidence: number;
  readonly gradient: Float64Array;
}

/** Where to search from a point. */
export interface SearchLine {
  readonly direction: Float64Array;
  /** Step length tried first, as a multiple of the direction. */
  readonly firstLength: number;
}

/** Sufficient decrease and curvature constants of Nocedal and Wright for quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_TRIALS = 25;

/** A trial on the line: step length, the point there, and the slope along the line. */
interface Trial {
  readonly length: number;
  readonly point: Point;
  readonly slope: number;
}

/**
 * Searches a point that satisfies the strong Wolfe conditions along a line (Nocedal and Wright, algorithms 3.5 and 3.6,
 * with cubic interpolation). After 25 trials the lowest point found is taken.
 *
 * @returns null if no lower point was found
 */
export async function searchLine(
  from: Point,
  { direction, firstLength }: SearchLine,
  evaluate: (parameters: Float64Array) => Promise<Point>,
): Promise<Point | null> {
  const slopeOf = (point: Point) => point.gradient.reduce((sum, value, i) => sum + value * direction[i], 0);
  const tryLength = async (length: number): Promise<Trial> => {
    const point = await evaluate(from.parameters.map((value, i) => value + length * direction[i]));
    return { length, point, slope: slopeOf(point) };
  };
  const start: Trial = { length: 0, point: from, slope: slopeOf(from) };
  if (!(start.slope < 0)) return null;
  // Negated, so that NaN is too high as well; and a point without a slope leads nowhere.
  const tooHigh = ({ length, point, slope }: Trial) =>
    !(point.value <= from.value + DECREASE * length * start.slope) || !Number.isFinite(slope);
  const isFlat = ({ slope }: Trial) => Math.abs(slope) <= -CURVATURE * start.slope;

  let [low, high]: [Trial, Trial | null] = [start, null];
  let length = firstLength;
  for (let trials = 0; trials < MAX_TRIALS; trials++) {
    const trial = await tryLength(length);
    if (tooHigh(trial) || trial.point.value >= low.point.value) high = trial;
    else if (isFlat(trial)) return trial.point;
    else {
      // `low` stays the lowest point; `high` is the far end of a bracket that holds a minimum.
      const turnsBack = high === null ? trial.slope >= 0 : trial.slope * (high.length - low.length) >= 0;
      if (turnsBack) high = low;
      low = trial;
    }
    length = high === null ? 2 * low.length : between(low, high);
    if (high !== null && Math.abs(high.length - low.length) <= 1e-12 * Math.max(high.length, low.length)) break;
  }
  return low.length > 0 ? low.point : null;
}

/** Minimum of the cubic through both trials, or the middle; kept off the ends of the bracket by a tenth of it. */
function between(low: Trial, high: Trial): number {
  const width = high.length - low.length;
  const middle = low.length + width / 2;
  const chord = (low.point.value - high.point.value) / -width;
  const d1 = low.slope + high.slope - 3 * chord;
  const root = Math.sign(width) * Math.sqrt(d1 * d1 - low.slope * high.slope);
  const minimum = high.length - (width * (high.slope + root - d1)) / (high.slope - low.slope + 2 * root);
  // Where the function or its slope is infinite or NaN, so is what the cubic says.
  if (!Number.isFinite(minimum)) return middle;
  const [near, far] = [low.length + 0.1 * width, high.length - 0.1 * width];
  return Math.min(Math.max(minimum, Math.min(near, far)), Math.max(near, far));
}
