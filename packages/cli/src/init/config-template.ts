/** The configuration that `disalign init` writes: what is needed, and as comments all that can be said. */
export const configTemplate = `# What \`disalign run\` does with this file: extract, fit, evaluate, export, report. A step that is done and whose files and settings have not
# changed is not done again. Paths are relative to this file; files may be glob patterns, and lists of them.

# What the rows of the features are: classification, segmentation (pixels) or detection (regions).
task: classification

# Folder for everything that is written.
output: disalign-out

# Features, logits and labels of the frozen network: safetensors or npz files with tensors features [N, D], logits [N, K], labels [N].
features:
  # Several augmented views of each image (features.1, logits.1, ...), or images that the network was not trained on.
  train: train/*.safetensors
  # To choose and judge by. Left out: a fifth of train.
  # validation: validation/*.safetensors
  # To evaluate and report on. Left out: neither is done.
  test: test/*.safetensors
  # Label of rows to be ignored, besides -1.
  # ignoreLabel: 255
  # Weights of the classifier (head.weight, head.bias), where the files have no logits.
  # head: head.safetensors

# In place of features: pictures and an ONNX model. It needs onnxruntime-node.
# extract:
#   model: model.onnx
#   # torchvision, timm, mmseg, detectron2, or resize, crop, mean, std, ... themselves
#   preprocessing: torchvision
#   # A folder with one folder for each class, or a list; for segmentation a folder in the layout of ADE20K; for detection annotations
#   # of LVIS or COCO, whose pictures lie in root.
#   train: pictures/train
#   test: pictures/test
#   # The picture itself, and drawn views of it.
#   views: 4
#   # Detection: tensors of the proposals and of what moves them; regions of each training image.
#   # boxes: proposals
#   # deltas: deltas
#   # format: lvis
#   # root: pictures
#   # regionsPerImage: 512

# Training samples of each class in class order: a list, or a JSON or npy file. Left out: the rows of train.
# counts: counts.json

# A list, or a file with one name a line.
# classNames: names.txt

# Detection: column of the background.
# background: last

# Detection: ground truth of test, where that is region shards, for AP. With extract: its test.
# groundTruth: { annotations: val.json, format: lvis, iouType: bbox }

# The authors' settings in place of fit: authors (segmentation), lvis-v0.5 or lvis-v1 (detection).
# recipe: authors

# Every setting of the fit; each may be left out.
fit:
  # Strength of re-weighting, or auto: the best on validation rows.
  rho: auto
  # seed: 0
  # learn: { scale: true, bias: true, confidence: true }
  # targetPrior: uniform
  # optimizer: { kind: sgd, epochs: 10, batchSize: 256 }

# Segmentation: numbers of classes, by pixels.
# groups: { head: 20, body: 55, tail: 75 }

# Puts the calibration into an ONNX model.
# export:
#   model: model.onnx
#   classifier: logits

# One HTML page: before and after, per class, and a panel in which rho moves. It fits once for each rho.
report:
  rhos: [0, 0.5, 1, 1.5, 2]
`;
