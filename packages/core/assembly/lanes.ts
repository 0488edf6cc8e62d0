/** Sum of the four lanes. */
export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** The largest lane. */
export function maxLane(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Four numbers as one vector. */
export function lanesOf(a: f32, b: f32, c: f32, d: f32): v128 {
  const low = f32x4.replace_lane(f32x4.splat(a), 1, b);
  return f32x4.replace_lane(f32x4.replace_lane(low, 2, c), 3, d);
}
