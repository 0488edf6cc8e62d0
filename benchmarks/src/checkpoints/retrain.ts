import { parseArgs } from 'node:util';
import { backendNames } from '@disalign/core';
import { checkpointDataSets } from './checkpoint-recipe.js';
import { retrainCheckpoints } from './retrain-checkpoints.js';

// node dist/checkpoints/retrain.js glyph-lt --seeds 0,1,2 --backend wasm
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '0,1,2' }, backend: { type: 'string', default: 'auto' } },
});
const dataSet = checkpointDataSets.find((name) => name === positionals[0]);
if (dataSet === undefined)
  throw new RangeError(`retrain: the data set must be one of ${checkpointDataSets.join(', ')}`);
const backend = (['auto', ...backendNames] as const).find((name) => name === values.backend);
if (backend === undefined)
  throw new RangeError(`retrain: \`--backend\` must be one of auto, ${backendNames.join(', ')}`);

const written = await retrainCheckpoints({
  dataSet,
  seeds: values.seeds.split(',').map(Number),
  backend,
  onProgress: ({ seed, epoch, step, totalSteps, loss }) => {
    if (step % 50 === 0)
      console.log(`${dataSet}-${seed}: epoch ${epoch}, step ${step} of ${totalSteps}, loss ${loss.toFixed(3)}`);
  },
});
for (const { path, metrics } of written) console.log(path, JSON.stringify(metrics));
