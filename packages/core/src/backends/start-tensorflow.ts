import * as tf from '@tensorflow/tfjs';
import { activateBackend } from './activate-backend.js';
import type { RunningBackend } from './backend-starter.js';
import { importInNode } from './import-in-node.js';
import { restoreRemovedHelpers } from './restore-removed-helpers.js';
import { stopBackend } from './stop-backend.js';
import { withEnvironment } from './with-environment.js';

/** What both packages call their backend. */
const tfName = 'tensorflow';
const packages = { 'node-gpu': '@tensorflow/tfjs-node-gpu', node: '@tensorflow/tfjs-node' } as const;

type PackageKey = keyof typeof packages;
type Factory = Parameters<typeof tf.registerBackend>[1];

/** The part of tfjs-node's backend object that tells the two packages apart. */
interface TensorflowBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** Each package registers itself only when it is first imported; its factory is kept for a later start. */
const factories = new Map<PackageKey, Factory>();

/** libtensorflow on a CUDA device (`node-gpu`) or on the processor (`node`). Without such a device `node-gpu` does not start. */
export async function startTensorflow(name: PackageKey): Promise<RunningBackend> {
  const { registry, registryFactory } = tf.engine();
  if (tfName in registry) {
    const running = checkedBackend(registry[tfName]).isGPUPackage ? 'node-gpu' : 'node';
    if (running !== name) throw new Error(`${running} runs as '${tfName}', which ${name} is called too: stop it first`);
    factories.set(running, registryFactory[tfName].factory);
  } else {
    await register(name);
  }
  await activateBackend(tfName);
  const { isUsingGpuDevice, binding } = checkedBackend(registry[tfName]);
  if (name === 'node-gpu' && !isUsingGpuDevice) {
    stopBackend(tfName);
    const needs = "it takes an NVIDIA card, its driver, and CUDA's libraries in LD_LIBRARY_PATH";
    throw new Error(`libtensorflow ${binding.TF_Version} finds no CUDA device (${needs})`);
  }
  const processor = name === 'node-gpu' ? 'CUDA device' : 'processor';
  return { device: `${processor}, libtensorflow ${binding.TF_Version}`, stop: async () => stopBackend(tfName) };
}

async function register(name: PackageKey): Promise<void> {
  const { registryFactory } = tf.engine();
  if (tfName in registryFactory) tf.removeBackend(tfName);
  const factory = factories.get(name);
  if (factory !== undefined) {
    tf.registerBackend(tfName, factory, 3);
    return;
  }
  await load(packages[name]);
  if (!(tfName in registryFactory)) throw new Error(`${packages[name]} was loaded before and its backend removed`);
  factories.set(name, registryFactory[tfName].factory);
}

async function load(packageName: string): Promise<void> {
  if (!tf.env().getBool('IS_NODE')) throw new Error('runs in Node only');
  restoreRemovedHelpers(process.getBuiltinModule('node:util'));
  await withEnvironment({ TF_CPP_MIN_LOG_LEVEL: '2' }, () => importInNode(packageName));
}

function checkedBackend(backend: object): TensorflowBackend {
  if (isTensorflowBackend(backend)) return backend;
  throw new Error(`the backend '${tfName}' is neither of ${Object.values(packages).join(', ')}`);
}

function isTensorflowBackend(backend: object): backend is TensorflowBackend {
  return 'isGPUPackage' in backend && 'isUsingGpuDevice' in backend && 'binding' in backend;
}
