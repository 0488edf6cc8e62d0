/** WGSL: columns taken 4 at a time, or one by one. Needs the buffers logits, theta and result. */
export const vectorCode: Readonly<Record<1 | 4, string>> = {
  1: `
    alias Vector = f32;
    alias Mask = bool;
    const width = 1;

    fn thetaAt(at : i32) -> Vector { return theta[at]; }
    fn isAt(first : i32, column : i32) -> Mask { return first == column; }
    fn sumOf(vector : Vector) -> f32 { return vector; }
    fn largestOf(vector : Vector) -> f32 { return vector; }
    fn logitAt(at : i32) -> f32 { return logits[at]; }
    fn write(at : i32, vector : Vector) { result[at] = vector; }
  `,
  4: `
    alias Vector = vec4<f32>;
    alias Mask = vec4<bool>;
    const width = 4;

    fn thetaAt(at : i32) -> Vector { return Vector(theta[at], theta[at + 1], theta[at + 2], theta[at + 3]); }
    fn isAt(first : i32, column : i32) -> Mask { return vec4<i32>(0, 1, 2, 3) == vec4<i32>(column - first); }
    fn sumOf(vector : Vector) -> f32 { return vector.x + vector.y + vector.z + vector.w; }
    fn largestOf(vector : Vector) -> f32 { return max(max(vector.x, vector.y), max(vector.z, vector.w)); }
    fn logitAt(at : i32) -> f32 { return logits[at / 4][at % 4]; }
    fn write(at : i32, vector : Vector) {
      for (var i = 0; i < 4; i++) { result[at + i] = vector[i]; }
    }
  `,
};
