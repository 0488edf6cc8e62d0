"""Features, logits and labels of a frozen torchvision model, in several views of each image, for `openFeatureShards`.

    python make_feature_dump.py --data imagenet/train --model resnet50 --weights model.pt --views 4 --out dump

`--data` has one folder for each class, in the order of the model's classes. View 0 is the image as in evaluation, the others are
augmented. Writes dump/features-0000.safetensors, ... and dump/head.safetensors. Needs torch, torchvision and safetensors; on Windows
also `--workers 0`.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.utils.data import DataLoader
from torchvision import datasets, models
from torchvision import transforms as T

parser = argparse.ArgumentParser()
for name, settings in {"data": {}, "model": {}, "weights": {}, "out": {"type": Path}}.items():
    parser.add_argument(f"--{name}", required=True, **settings)
for name, default in {"views": 1, "size": 224, "batch": 64, "shard": 128, "workers": 4, "seed": 0}.items():
    parser.add_argument(f"--{name}", type=int, default=default)
options = parser.parse_args()
torch.manual_seed(options.seed)
device = "cuda" if torch.cuda.is_available() else "cpu"

finish = [T.ToTensor(), T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]
still = T.Compose([T.Resize(options.size * 8 // 7), T.CenterCrop(options.size), *finish])
varied = T.Compose([T.RandomResizedCrop(options.size), T.RandomHorizontalFlip(), T.ColorJitter(0.4, 0.4, 0.4), *finish])
data = datasets.ImageFolder(options.data, lambda image: torch.stack([still(image)] + [varied(image) for _ in range(1, options.views)]))

model = models.get_model(options.model, weights=None, num_classes=len(data.classes))
model.load_state_dict(torch.load(options.weights, map_location="cpu", weights_only=True))
model.to(device).eval()  # batch norm keeps its running statistics: frozen
head = [module for module in model.modules() if isinstance(module, torch.nn.Linear)][-1]
seen = {}
head.register_forward_pre_hook(lambda _, inputs: seen.update(features=inputs[0]))


@torch.inference_mode()
def rows(images, labels):
    tensors = {"labels": labels}
    for view in range(options.views):
        ending = f".{view}" if view else ""
        tensors[f"logits{ending}"] = model(images[:, view].to(device)).float().cpu()
        tensors[f"features{ending}"] = seen["features"].float().cpu()
    return tensors


options.out.mkdir(parents=True)  # fails where there is a dump already
save_file({"head.weight": head.weight.detach().cpu(), "head.bias": head.bias.detach().cpu()}, options.out / "head.safetensors")
pieces, shards = [], 0
batches = DataLoader(data, options.batch, num_workers=options.workers, multiprocessing_context="fork" if options.workers else None)
for number, (images, labels) in enumerate(batches, 1):
    pieces.append(rows(images, labels))
    if len(pieces) == options.shard or number == len(batches):
        tensors = {name: torch.cat([piece[name] for piece in pieces]) for name in pieces[0]}
        save_file(tensors, options.out / f"features-{shards:04d}.safetensors")
        pieces, shards = [], shards + 1
