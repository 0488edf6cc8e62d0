import { setFlagsFromString } from 'node:v8';

/** (module (func (param v128 v128 v128) (result v128) (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)))) */
// prettier-ignore
const relaxedMadd = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0,
  10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
);

/** Whether this engine has relaxed SIMD; where it has it behind a flag, as Node 20, the flag is set if asked for. */
export function enableRelaxedSimd(isAskedFor: boolean): boolean {
  if (!WebAssembly.validate(relaxedMadd) && isAskedFor) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(relaxedMadd);
}
