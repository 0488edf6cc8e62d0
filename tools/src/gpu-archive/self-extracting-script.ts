/**
 * A shell script that unpacks what follows it into a folder of its own, and runs the program there; the folder is removed afterwards.
 * It needs sh, tar, gzip, tail and mktemp.
 */
export function selfExtractingScript(archive: Uint8Array): Uint8Array {
  const header = scriptFor(0);
  const text = scriptFor(header.length);
  return Buffer.concat([Buffer.from(text), archive]);
}

/** Its length does not depend on the number: ten digits. */
function scriptFor(length: number): string {
  const firstByte = String(length + 1).padStart(10, '0');
  return `#!/bin/sh
# Measures DisAlign's kernels on this machine's graphics card. It carries Node; it installs nothing.
# sh disalign-gpu.sh --help says what can be asked for. Linux, x64, with a Vulkan driver.
set -eu
folder=$(mktemp -d "\${TMPDIR:-/tmp}/disalign-gpu.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
tail -c +$(expr ${firstByte} + 0) "$0" | tar -xzf - -C "$folder"
# The system's own loader of Vulkan, if it has one.
if ! { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q 'libvulkan\\.so\\.1'; then
  LD_LIBRARY_PATH="$folder/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  export LD_LIBRARY_PATH
fi
status=0
"$folder/node" "$folder/measure.js" "$@" || status=$?
exit "$status"
`;
}
