import { resolve } from 'node:path';

/**
 * Folders where a data set may lie: the one that the caller names and no other; else `$DISALIGN_DATA/<name>` (`data/<name>` where
 * that variable is not set), then where the system keeps it. The paths are absolute, so that an error can be acted on.
 *
 * @example
 * import { dataFolders } from '@disalign/core/node';
 * dataFolders(undefined, 'letters', ['/usr/share/letters']); // [`$DISALIGN_DATA/letters`, '/usr/share/letters']
 */
export function dataFolders(named: string | undefined, name: string, systemFolders: readonly string[] = []): string[] {
  if (named !== undefined) return [resolve(named)];
  return [resolve(process.env['DISALIGN_DATA'] || 'data', name), ...systemFolders];
}
