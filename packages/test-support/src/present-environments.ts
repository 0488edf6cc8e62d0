import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const testBackends = ['cpu', 'wasm', 'webgpu', 'node'] as const;

/** What tests can need: a backend (`node` is libtensorflow on the processor), a browser, a data set that is not ours to carry, onnxruntime. */
export const testEnvironments = [...testBackends, 'browser', 'fashion-mnist', 'onnxruntime'] as const;
export type TestEnvironment = (typeof testEnvironments)[number];
export type TestBackend = (typeof testBackends)[number];

const require = createRequire(import.meta.url);
const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
];

/** Where Chromium's program is. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Where Debian's package dataset-fashion-mnist puts its files. */
export const fashionMnistFolder = '/usr/share/datasets/fashion-mnist';

/**
 * Why an environment is not there; one that is there has no entry. A backend that DISALIGN_BACKENDS, a list such as
 * `cpu,node`, leaves out counts as not there.
 */
export function absentEnvironments(): Partial<Record<TestEnvironment, string>> {
  const reasons: Record<TestEnvironment, string | undefined> = {
    cpu: undefined,
    wasm: missingPackage('@tensorflow/tfjs-backend-wasm'),
    webgpu: missingPackage('@tensorflow/tfjs-backend-webgpu') ?? missingPackage('webgpu') ?? missingSoftwareAdapter(),
    node: missingPackage('@tensorflow/tfjs-node') ?? missingAddon(),
    browser: existsSync(chromiumPath) ? undefined : `no ${chromiumPath}`,
    'fashion-mnist': existsSync(fashionMnistFolder) ? undefined : `no ${fashionMnistFolder}`,
    onnxruntime: missingPackage('onnxruntime-node') ?? missingBinding(),
  };
  const wanted = wantedBackends();
  for (const name of testBackends) if (!wanted.includes(name)) reasons[name] = 'not in DISALIGN_BACKENDS';
  return Object.fromEntries(
    Object.entries(reasons).flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])),
  );
}

/** The backends a suite runs on. */
export function presentBackends(): TestBackend[] {
  const absent = absentEnvironments();
  return testBackends.filter((name) => !(name in absent));
}

function wantedBackends(): readonly TestBackend[] {
  const names = (process.env.DISALIGN_BACKENDS ?? '').split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !testBackends.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(`DISALIGN_BACKENDS: must name some of ${testBackends.join(', ')}, got ${unknown.join(', ')}`);
  }
  return names.length === 0 ? testBackends : testBackends.filter((name) => names.includes(name));
}

function missingPackage(name: string): string | undefined {
  try {
    require.resolve(name);
    return undefined;
  } catch {
    return `no package ${name}`;
  }
}

/** tfjs-node without its compiled part, as an install without scripts leaves it. */
function missingAddon(): string | undefined {
  const addon = join(require.resolve('@tensorflow/tfjs-node'), '../../lib/napi-v8/tfjs_binding.node');
  return existsSync(addon) ? undefined : 'tfjs-node has no compiled addon';
}

/** onnxruntime-node brings its programs for the common platforms, and none for others. */
function missingBinding(): string | undefined {
  const { platform, arch } = process;
  const binding = join(
    require.resolve('onnxruntime-node'),
    '../../bin/napi-v6',
    platform,
    arch,
    'onnxruntime_binding.node',
  );
  return existsSync(binding) ? undefined : `onnxruntime-node has nothing for ${platform} ${arch}`;
}

/** SwiftShader, which comes with Chromium: the same adapter on every machine, whatever card it has. */
function missingSoftwareAdapter(): string | undefined {
  const driver = process.env.VK_ICD_FILENAMES;
  if (driver === undefined || !existsSync(driver)) return 'no SwiftShader (VK_ICD_FILENAMES)';
  if (!libraryFolders.some((folder) => existsSync(join(folder, 'libvulkan.so.1')))) return 'no libvulkan.so.1';
  return undefined;
}
