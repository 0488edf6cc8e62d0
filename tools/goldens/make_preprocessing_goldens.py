"""Inputs of networks as torchvision prepares them, for the tests of @disalign/onnx.

    python make_preprocessing_goldens.py       write the file anew; the picture is drawn from the seed below

Needs torch, torchvision, Pillow and safetensors.
"""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Normalize, PILToTensor, Resize, ToTensor
from torchvision.transforms._presets import ImageClassification

FILE = Path(__file__).resolve().parents[2] / "packages/onnx/src/preprocessing/fixtures/preprocessed.safetensors"
HEIGHT, WIDTH, SEED = 40, 55, 3
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]

pixels = np.random.default_rng(SEED).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
picture = Image.fromarray(pixels)
crop = {"height": 16, "width": 16}
imagenet = {"mean": MEAN, "std": STD}

# torchvision's own preset at another size; timm's order of the same steps under the cubic; detectron2's: Pillow's resize to a size, blue first,
# bytes less their mean, filled up to a multiple.
sized = picture.resize((27, 20), Image.Resampling.BILINEAR)
bytes_bgr = PILToTensor()(sized).flip(0).float() - torch.tensor([103.53, 116.28, 123.675])[:, None, None]
results = {
    "torchvision": ImageClassification(crop_size=16, resize_size=20)(picture),
    "timm": Compose([Resize(20, InterpolationMode.BICUBIC), CenterCrop(16), ToTensor(), Normalize(MEAN, STD)])(picture),
    "detectron2": torch.nn.functional.pad(bytes_bgr, (0, 5, 0, 12)),
}
cases = {
    "torchvision": {"resize": {"shorter": 20}, "crop": crop, **imagenet},
    "timm": {"resize": {"shorter": 20}, "interpolation": "bicubic", "crop": crop, **imagenet},
    "detectron2": {"resize": {"shorter": 20, "longest": 27}, "channels": "BGR", "scale": 1, "mean": [103.53, 116.28, 123.675], "padTo": 32},
}
FILE.parent.mkdir(parents=True, exist_ok=True)
tensors = {"picture": torch.from_numpy(pixels), **{name: value[None].contiguous() for name, value in results.items()}}
save_file(tensors, FILE, {"cases": json.dumps(cases)})
print({name: tuple(value.shape) for name, value in results.items()})
