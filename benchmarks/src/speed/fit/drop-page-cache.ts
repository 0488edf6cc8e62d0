import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes the system forget what it keeps of these files, so that they are read from the disk: all of its cache as root, else these
 * files by Python, which Node has no call for.
 *
 * @returns whether it could
 */
export async function dropPageCache(files: readonly string[], python: string | null): Promise<boolean> {
  try {
    await run('sync');
    await writeFile('/proc/sys/vm/drop_caches', '1');
    return true;
  } catch {
    return python !== null && dropByPython(files, python);
  }
}

async function dropByPython(files: readonly string[], python: string): Promise<boolean> {
  const script = `
import os, sys
for path in sys.argv[1:]:
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)`;
  try {
    await run(python, ['-c', script, ...files]);
    return true;
  } catch {
    return false;
  }
}
