// Old syntax on purpose: this file must be readable by the Node versions that it refuses.
export function requireSupportedNode() {
  const parts = process.versions.node.split('.').map(Number);
  if (parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19)) return true;
  console.error(
    'Ripresa needs Node 20.19 or newer, and this is Node ' +
      process.versions.node +
      '. Install a current Node and try again.',
  );
  process.exitCode = 1;
  return false;
}
