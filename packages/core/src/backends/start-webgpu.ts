import * as tf from '@tensorflow/tfjs';
import { registerWebgpuKernels } from '../kernels/webgpu/register-webgpu-kernels.js';
import { activateBackend } from './activate-backend.js';
import type { RunningBackend, StartBackendOptions } from './backend-starter.js';
import { findGpu } from './find-gpu.js';
import { hasGpuDeviceFile } from './has-gpu-device-file.js';
import { importOptional } from './import-optional.js';
import { withEnvironment } from './with-environment.js';

const features: readonly GPUFeatureName[] = ['timestamp-query', 'bgra8unorm-storage'];

/** Limits that TensorFlow.js, and kernels with many inputs, want as high as the adapter has them. */
const limits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

interface Running {
  readonly adapter: GPUAdapter;
  readonly backend: tf.KernelBackend;
  readonly device: GPUDevice;
}

let running: Running | undefined;

export async function startWebgpu({ allowSoftwareAdapter = false }: StartBackendOptions): Promise<RunningBackend> {
  if (running === undefined || tf.engine().registry.webgpu !== running.backend) {
    running = await register(allowSoftwareAdapter);
  }
  const { adapter, backend, device } = running;
  if (!allowSoftwareAdapter) refuseSoftware(adapter);
  await activateBackend('webgpu');
  const stop = async (): Promise<void> => {
    if (tf.engine().registry.webgpu !== backend) return;
    tf.removeBackend('webgpu');
    device.destroy();
    await device.lost;
  };
  return { device: describe(adapter.info), stop };
}

async function register(allowSoftwareAdapter: boolean): Promise<Running> {
  const { WebGPUBackend } = await importOptional(
    '@tensorflow/tfjs-backend-webgpu',
    () => import('@tensorflow/tfjs-backend-webgpu'),
  );
  const adapter = await requestAdapter(allowSoftwareAdapter);
  const device = await adapter.requestDevice({
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(limits.map((name) => [name, adapter.limits[name]])),
  });
  const backend = withNavigator(() => new WebGPUBackend(device, adapter.info));
  // TensorFlow.js' own registration would ask for an adapter by itself, and is missing if the package was loaded in Node before.
  if ('webgpu' in tf.engine().registryFactory) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend, 3);
  registerWebgpuKernels();
  return { adapter, backend, device };
}

async function requestAdapter(allowSoftwareAdapter: boolean): Promise<GPUAdapter> {
  const gpu = await findGpu();
  if (!allowSoftwareAdapter && !hasGpuDeviceFile())
    throw new Error('this machine shows no graphics card (no /dev/dri/renderD* or /dev/nvidia*)');
  const request = (): Promise<GPUAdapter | null> => gpu.requestAdapter({ powerPreference: 'high-performance' });
  // Mesa's device selection layer complains on stderr where there is no desktop; Dawn selects by itself.
  const adapter = await (tf.env().getBool('IS_NODE') ? withEnvironment({ NODEVICE_SELECT: '1' }, request) : request());
  if (adapter === null) throw new Error('no adapter found (on Linux it takes libvulkan1 and a Vulkan driver)');
  if (!allowSoftwareAdapter) refuseSoftware(adapter);
  return adapter;
}

function refuseSoftware({ info }: GPUAdapter): void {
  if (info.isFallbackAdapter || info.architecture === 'swiftshader') {
    throw new Error(`${describe(info)} computes on the processor: ask by name, with allowSoftwareAdapter`);
  }
}

function describe({ description, device, vendor, architecture }: GPUAdapterInfo): string {
  return description || device || `${vendor} ${architecture}`.trim() || 'unnamed adapter';
}

/** The backend's constructor wants a `navigator.gpu`, in Node too. Left there, it would make other packages believe in a browser. */
function withNavigator<T>(construct: () => T): T {
  if (!tf.env().getBool('IS_NODE')) return construct();
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: true }, configurable: true });
  try {
    return construct();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'navigator');
    else Object.defineProperty(globalThis, 'navigator', before);
  }
}
