// calibration
export {
  ClassificationCalibrator,
  type ClassificationCalibratorOptions,
} from './calibrator/classification-calibrator.js';
export { publishedRecipes, type PublishedRecipe, type RecipeDataSet } from './calibrator/published-recipes.js';
export { recipeTable } from './calibrator/recipe-table.js';

// data sets
export {
  type ImageDataSet,
  type ImageShape,
  type ImageSplit,
  type ImageView,
  type RowSelection,
  type SkippedImage,
} from './data/image-data-set.js';
export { type LongTailOptions } from './data/create-long-tail-data-set.js';
export { glyphInk, type Glyph } from './data/glyph-lt/glyph-ink.js';
export { type GlyphFont, type GlyphMasters } from './data/glyph-lt/glyph-masters.js';
export { loadGlyphMasters } from './data/glyph-lt/load-glyph-masters.js';
export { glyphLongTail, type GlyphLongTail, type GlyphLongTailOptions } from './data/glyph-lt/glyph-long-tail.js';
export {
  fashionMnistLongTail,
  type FashionMnistLongTailOptions,
} from './data/fashion-mnist-lt/fashion-mnist-long-tail.js';
export { cifarLongTail, type CifarLongTailOptions } from './data/cifar-lt/cifar-long-tail.js';
export { imageFolder, type ImageFolderOptions } from './data/image-folder/image-folder.js';
export { listImageFolder } from './data/image-folder/list-image-folder.js';
export { listImages, type ListImagesOptions } from './data/image-lists/list-images.js';
export { type ListedPictures } from './data/photographs/listed-pictures.js';
export { type PhotographRecord } from './data/photographs/photograph-record.js';
export { imageLists, type ImageListsOptions } from './data/image-lists/image-lists.js';
export { type LongTailListsOptions } from './data/image-lists/long-tail-lists.js';
export { imageNetLongTail } from './data/imagenet-lt/imagenet-long-tail.js';
export { placesLongTail } from './data/places-lt/places-long-tail.js';
export { iNaturalist2018, type INaturalist2018Options } from './data/inaturalist-2018/inaturalist-2018.js';
export { type PhotographOptions } from './data/photographs/photograph-options.js';
export { MissingDataSetError, type MissingDataSet } from '@disalign/core/node';

// long-tail counts
export { exponentialCounts, type ExponentialCountsOptions } from './data/long-tail-counts/exponential-counts.js';
export { lomaxCounts, type LomaxCountsOptions } from './data/long-tail-counts/lomax-counts.js';

// images
export { augmentImage, type AugmentationLimits } from './data/augment-image.js';
export { type PhotographAugmentation } from '@disalign/core/photographs';
export { IMAGENET_STATISTICS, type ChannelStatistics } from '@disalign/core/photographs';
export { standardizeChannels } from './data/standardize-channels.js';
export { standardizeImages } from './data/standardize-images.js';

// backbones
export { type Backbone, type BackboneSettings, type FrozenBackbone } from './backbones/backbone.js';
export { createBackbone } from './backbones/create-backbone.js';
export { initializeParameters } from './backbones/initialize-parameters.js';
export {
  type NamedParameters,
  type ParameterDescription,
  type StoredParameters,
  type TrainableLayer,
} from './backbones/layers/layer.js';
export { type BackboneMode } from './backbones/layers/normalize-batch.js';
export { batchNormalizationLayer } from './backbones/layers/batch-normalization-layer.js';
export {
  convolutionLayer,
  type ConvolutionLayerOptions,
  type FilterInitialization,
} from './backbones/layers/convolution-layer.js';
export { residualGlyphNet, type ResidualGlyphNetOptions } from './backbones/residual-glyph-net.js';
export { resnet32, type Resnet32Options } from './backbones/resnet32.js';
export { resNet, type ResNetDepth, type ResNetOptions } from './backbones/resnet.js';
export { resNeXt, type ResNeXtDepth, type ResNeXtOptions } from './backbones/resnext.js';
export { type ResidualStem } from './backbones/residual-stages.js';

// training
export {
  type ClassifierDescription,
  type ClassifierHead,
  type HeadSettings,
  type TrainedClassifier,
  type TrainingAugmentation,
  type TrainingEnvironment,
  type TrainingMetrics,
  type TrainingSettings,
} from './training/trained-classifier.js';
export { trainClassifier, type TrainClassifierOptions, type TrainingProgress } from './training/train-classifier.js';
export { clipGradients } from './training/clip-gradients.js';
export { nesterovSgd, type NesterovSgd, type NesterovSgdOptions } from './training/nesterov-sgd.js';
export { saveClassifier, type SaveClassifierOptions } from './training/save-classifier.js';
export { loadClassifier } from './training/load-classifier.js';
export { extractFeatures } from './training/extract-features.js';
export { featureBatches, type ExtractFeaturesOptions } from './training/feature-batches.js';
export { predictImages } from './training/predict-images.js';
export { evaluateClassifier, type EvaluateClassifierOptions } from './training/evaluate-classifier.js';
export { type ClassifierOutput, type RunningClassifier } from './training/run-classifier.js';
export { startClassifier } from './training/start-classifier.js';
export {
  loadFrozenClassifier,
  type FrozenClassifierOptions,
  type FrozenHead,
} from './training/load-frozen-classifier.js';
