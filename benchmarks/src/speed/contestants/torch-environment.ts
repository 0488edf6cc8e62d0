/**
 * The best settings found for PyTorch on the processor. Its memory for intermediate results is kept, which glibc otherwise maps and
 * unmaps for each operation, page faults included; and each of its libraries has as many threads as are asked for.
 */
export function torchEnvironment(threads: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MALLOC_MMAP_MAX_: '0',
    MALLOC_TRIM_THRESHOLD_: String(2 ** 40),
    MALLOC_TOP_PAD_: String(2 ** 26),
    OMP_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
    // PyTorch's own threads call it: threads of its own would be too many.
    OPENBLAS_NUM_THREADS: '1',
    PYTHONUNBUFFERED: '1',
  };
}
