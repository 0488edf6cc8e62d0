// Packs the program that measures a graphics card; see tools/README.md.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packGpuArchive } from './pack-gpu-archive.js';

const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));
const output = resolve(process.argv[2] ?? fileURLToPath(new URL('../../.cache/disalign-gpu.sh', import.meta.url)));

const bytes = await packGpuArchive(workspaceRoot, output);
console.log(`${output}: ${(bytes / 1e6).toFixed(1)} MB`);
