/**
 * Whether Linux shows a graphics card that a Vulkan driver could use. Asked before Dawn is loaded, which without a card costs
 * a quarter of a second and native warnings on stderr. True on other systems and in browsers, where only an adapter tells.
 */
export function hasGpuDeviceFile(): boolean {
  if (typeof process === 'undefined' || process.platform !== 'linux') return true;
  const { readdirSync } = process.getBuiltinModule('node:fs');
  const list = (folder: string): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };
  // NVIDIA, Windows' Linux, Mali and Adreno drivers have files of their own; all others render through DRM.
  return (
    list('/dev').some((name) => /^(nvidia\d+|dxg|mali\d+|kgsl-3d0)$/.test(name)) ||
    list('/dev/dri').some((name) => name.startsWith('renderD'))
  );
}
