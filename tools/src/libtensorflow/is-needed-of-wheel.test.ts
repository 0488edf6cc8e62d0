import { describe, expect, it } from 'vitest';
import { isNeededOfWheel } from './is-needed-of-wheel.js';

describe('isNeededOfWheel', () => {
  it.each([
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/include/tensorflow/c/eager/c_api.h',
    'tensorflow/include/tensorflow/core/platform/ctstring_internal.h',
    'tensorflow/include/tsl/platform/ctstring.h',
    'tensorflow/include/xla/tsl/c/tsl_status.h',
  ])('takes %s', (name) => {
    expect(isNeededOfWheel(name)).toBe(true);
  });

  it.each([
    'tensorflow/python/_pywrap_tensorflow_internal.so',
    'tensorflow/include/Eigen/Core',
    'tensorflow/include/tensorflow/cc/ops/const_op.h',
    'tensorflow/xla_aot_runtime_src/tsl/platform/ctstring.h',
    'tensorflow/include/tensorflow/c/',
  ])('leaves %s', (name) => {
    expect(isNeededOfWheel(name)).toBe(false);
  });
});
