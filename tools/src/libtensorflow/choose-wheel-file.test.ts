import { describe, expect, it } from 'vitest';
import { chooseWheelFile } from './choose-wheel-file.js';

const cpu = 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl';
const cuda = 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl';

describe('chooseWheelFile', () => {
  it('tells the wheels, and their versions, apart', () => {
    expect(chooseWheelFile([cuda, cpu], 'tensorflow-cpu==2.21.0')).toBe(cpu);
    expect(chooseWheelFile([cpu, cuda], 'tensorflow==2.21.0')).toBe(cuda);
    expect(chooseWheelFile([cpu, cuda], 'tensorflow==2.2')).toBeUndefined();
  });

  it('takes wheels only', () => {
    expect(chooseWheelFile(['tensorflow-2.21.0-1.tar.gz', `${cuda}.part`], 'tensorflow==2.21.0')).toBeUndefined();
  });
});
