import * as tf from '@tensorflow/tfjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { activateBackend } from './activate-backend.js';
import { stopBackend } from './stop-backend.js';

describe('activateBackend', () => {
  afterEach(() => {
    stopBackend('cpu');
    if ('broken' in tf.engine().registryFactory) tf.removeBackend('broken');
  });

  it('throws the error of a start that fails, where TensorFlow.js would go on with another backend', async () => {
    await activateBackend('cpu');
    tf.registerBackend('broken', () => Promise.reject(new Error('no such card')), 99);
    await expect(activateBackend('broken')).rejects.toThrow(new Error('no such card'));
    expect(tf.getBackend()).toBe('cpu');
    expect(Object.keys(tf.engine().registry)).toEqual(['cpu']);
  });

  it('starts a backend once', async () => {
    await activateBackend('cpu');
    const backend = tf.backend();
    await activateBackend('cpu');
    expect(tf.backend()).toBe(backend);
  });

  it('does not believe TensorFlow.js, which goes on with what ran before', async () => {
    await activateBackend('cpu');
    tf.registerBackend('broken', () => tf.backend(), 99);
    const setBackend = vi.spyOn(tf.engine(), 'setBackend').mockResolvedValue(false);
    await expect(activateBackend('broken')).rejects.toThrow(
      new Error("TensorFlow.js runs 'cpu' though 'broken' was set"),
    );
    setBackend.mockRestore();
    // The two share a backend, which is not to be disposed of twice.
    delete tf.engine().registry['broken'];
  });

  it('refuses a backend that nothing registered', async () => {
    await expect(activateBackend('webnn')).rejects.toThrow(
      new Error("TensorFlow.js has no backend 'webnn' registered"),
    );
  });
});
