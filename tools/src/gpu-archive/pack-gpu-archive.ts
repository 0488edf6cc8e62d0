import { access, chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from '../processes/run-command.js';
import { bundleProgram } from './bundle-program.js';
import { describeProgram } from './describe-program.js';
import { selfExtractingScript } from './self-extracting-script.js';

/** What a machine with no desktop and no development packages may lack. */
const vulkanLoaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib64/libvulkan.so.1'];

/**
 * Packs the measuring program for a bare Linux machine with a graphics card into one file that is run with `sh`: this Node, the
 * package `webgpu`, the program with everything else in it, and the scripts of PyTorch.
 *
 * @returns bytes of the file
 * @throws Error anywhere but on Linux, x64: what runs here is what is packed
 */
export async function packGpuArchive(workspaceRoot: string, output: string): Promise<number> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`packGpuArchive: needs Linux on x64, got ${process.platform} on ${process.arch}`);
  }
  const work = await mkdtemp(join(tmpdir(), 'gpu-archive-'));
  try {
    const folder = join(work, 'content');
    await mkdir(folder);
    await fill(folder, workspaceRoot);
    const archive = join(work, 'content.tar.gz');
    const owner = ['--owner=0', '--group=0', '--numeric-owner'];
    await runCommand('tar', ['-czf', archive, ...owner, '-C', folder, '.'], { cwd: work });
    const script = selfExtractingScript(await readFile(archive));
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, script, { mode: 0o755 });
    return script.length;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function fill(folder: string, workspaceRoot: string): Promise<void> {
  const native = join(workspaceRoot, 'node_modules/webgpu');
  const packed = join(folder, 'node_modules/webgpu');
  await copyNode(join(folder, 'node'));
  await bundleProgram(workspaceRoot, join(folder, 'measure.js'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await writeFile(join(folder, 'packed.json'), `${JSON.stringify(await describeProgram(workspaceRoot), null, 2)}\n`);
  for (const name of ['package.json', 'index.js', 'LICENSE.md', 'dist/linux-x64']) {
    await cp(join(native, name), join(packed, name), { recursive: true });
  }
  for (const name of ['peer.py', 'variants.py']) {
    await cp(join(workspaceRoot, 'tools/torch-peer', name), join(folder, 'torch-peer', name));
  }
  await copyVulkanLoader(join(folder, 'lib'));
}

/** Without the names of its functions, where binutils are there. */
async function copyNode(to: string): Promise<void> {
  await copyFile(process.execPath, to);
  await chmod(to, 0o755);
  await runCommand('strip', [to], { cwd: '/' }).catch(() => undefined);
}

async function copyVulkanLoader(folder: string): Promise<void> {
  await mkdir(folder);
  for (const path of vulkanLoaders) {
    try {
      await access(path);
    } catch {
      continue;
    }
    await copyFile(path, join(folder, 'libvulkan.so.1'));
    return;
  }
}
