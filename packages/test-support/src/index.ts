export { bundleForBrowser } from './bundle-for-browser.js';
export { bundleForNode, type NodeBundle, type NodeBundleOptions } from './bundle-for-node.js';
export { describeInBrowser } from './describe-in-browser.js';
export { describeOnEveryBackend } from './describe-on-every-backend.js';
export { expectClose, type Tolerance } from './expect-close.js';
export { absentEnvironments, fashionMnistFolder, presentBackends, type TestBackend } from './present-environments.js';
export { readMutants } from './read-mutants.js';
export { startTestBackend } from './start-test-backend.js';
export { tensorsMadeBy } from './tensors-made-by.js';
