import asc from 'assemblyscript/asc';

/** In AssemblyScript: addresses in bytes, a whole number of 64 bytes. */
const SOURCE = `
export function triad(a: usize, b: usize, c: usize, bytes: usize): void {
  const three = f32x4.splat(3.0);
  for (let end = a + bytes; a < end; a += 64, b += 64, c += 64) {
    v128.store(a, f32x4.add(v128.load(b), f32x4.mul(three, v128.load(c))), 0);
    v128.store(a, f32x4.add(v128.load(b, 16), f32x4.mul(three, v128.load(c, 16))), 16);
    v128.store(a, f32x4.add(v128.load(b, 32), f32x4.mul(three, v128.load(c, 32))), 32);
    v128.store(a, f32x4.add(v128.load(b, 48), f32x4.mul(three, v128.load(c, 48))), 48);
  }
}
export function copy(a: usize, b: usize, c: usize, bytes: usize): void {
  memory.copy(a, b, bytes);
}
`;

/** Compiles `a = b + 3 c` over float32, and a copy: what no kernel that streams can be faster than. The memory is imported. */
export function compileLimits(): Promise<WebAssembly.Module> {
  return (compiled ??= compile());
}

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  const options = ['--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--importMemory', '--sharedMemory'];
  options.push('--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'simd', '--enable', 'threads');
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  let complaints = '';
  const { error } = await asc.main(['limits.ts', ...options, '--outFile', 'limits.wasm'], {
    readFile: (name) => (name === 'limits.ts' ? SOURCE : null),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') bytes = Uint8Array.from(contents);
    },
    listFiles: () => [],
    stderr: { write: (text) => void (complaints += String(text)) },
  });
  if (error !== null || bytes === undefined) throw new Error(`compileLimits: ${complaints}`, { cause: error });
  return new WebAssembly.Module(bytes);
}
