export { bundleForBrowser } from './bundle-for-browser.js';
export { describeInBrowser } from './describe-in-browser.js';
export { describeOnEveryBackend } from './describe-on-every-backend.js';
export { expectClose, type Tolerance } from './expect-close.js';
export { mutateBytes } from './mutate-bytes.js';
export { absentEnvironments, fashionMnistFolder, type TestBackend } from './present-environments.js';
export { tensorsMadeBy } from './tensors-made-by.js';
