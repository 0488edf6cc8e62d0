import type { Contestant, Peer } from '../contestants/contestant.js';
import { webgpuDevice } from './webgpu-device.js';

/** Floats in fours; groups of 256 threads, as many in a row as there may be. */
const CODE = `
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = id.y * groups.x * 256u + id.x;
  if (place < arrayLength(&source)) { target_[place] = source[place]; }
}`;

const BYTES_OF_A_GROUP = 256 * 16;
const MOST_GROUPS = 65_535;

/**
 * The copy bandwidth of the graphics card that TensorFlow.js' webgpu backend, the active one, runs on: by a kernel like ours, and by
 * the call that WebGPU has for it.
 *
 * @param wantedBytes of the array that is copied, less where the device does not take as many
 */
export function startCopyPeer(wantedBytes: number): Peer {
  const device = webgpuDevice();
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const most = Math.min(wantedBytes, maxStorageBufferBindingSize, maxBufferSize);
  const bytes = Math.floor(most / BYTES_OF_A_GROUP) * BYTES_OF_A_GROUP;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [source, target] = [0, 1].map(() => device.createBuffer({ size: bytes, usage }));
  const kernel = copyKernel(device, source, target);
  const groups = bytes / BYTES_OF_A_GROUP;
  const across = Math.min(groups, MOST_GROUPS);
  const ways: Record<string, (encoder: GPUCommandEncoder) => void> = {
    'copy, WGSL': (encoder) => {
      const pass = encoder.beginComputePass();
      pass.setPipeline(kernel.pipeline);
      pass.setBindGroup(0, kernel.bindings);
      pass.dispatchWorkgroups(across, Math.ceil(groups / across));
      pass.end();
    },
    'copy, copyBufferToBuffer': (encoder) => encoder.copyBufferToBuffer(source, 0, target, 0, bytes),
  };
  const contestant = ([name, encode]: [string, (encoder: GPUCommandEncoder) => void]): Contestant => ({
    name,
    kind: 'limit',
    threads: 1,
    bytes: 2 * bytes,
    takes: () => true,
    async run(_, iterations) {
      const start = performance.now();
      const encoder = device.createCommandEncoder();
      for (let i = 0; i < iterations; i++) encode(encoder);
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      return performance.now() - start;
    },
    values: async () => null,
  });
  return {
    description: `copy of ${Math.round(bytes / 1e6)} MB through WebGPU`,
    contestants: Object.entries(ways).map(contestant),
    load: async () => {},
    unload: async () => {},
    async close() {
      source.destroy();
      target.destroy();
    },
  };
}

function copyKernel(device: GPUDevice, source: GPUBuffer, target: GPUBuffer) {
  const module = device.createShaderModule({ code: CODE });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const entries = [source, target].map((buffer, binding) => ({ binding, resource: { buffer } }));
  return { pipeline, bindings: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }) };
}
