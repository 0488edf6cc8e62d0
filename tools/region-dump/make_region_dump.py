"""Proposals of a frozen torchvision Faster or Mask R-CNN as it scores them, for `openRegionShards` of @disalign/detection.

    python make_region_dump.py --images val2017 --annotations lvis_v1_val.json --weights model.pt --out dump
    python make_region_dump.py --images train2017 --annotations lvis_v1_train.json --weights model.pt --add-truth --out train-dump

`--weights` is a state dict, whose columns are the background and then the categories by rising id, or the category ids themselves (as in
torchvision's COCO weights, `--weights COCO_V1`); columns of no category are left out. `--add-truth` puts the ground truth among the proposals, as
in training. `--masks` dumps the mask logits of all classes too, 1.6 kB a class and proposal; they are those of the proposals, not of
the final boxes. The background is the first column. Needs torch, torchvision, safetensors and Pillow.
"""

import argparse
import json
from pathlib import Path

import torch
from PIL import Image
from safetensors.torch import save_file
from torchvision import models
from torchvision.transforms.functional import to_tensor

parser = argparse.ArgumentParser()
for name, settings in {"images": {"type": Path}, "annotations": {"type": Path}, "weights": {}, "out": {"type": Path}}.items():
    parser.add_argument(f"--{name}", required=True, **settings)
parser.add_argument("--model", default="maskrcnn_resnet50_fpn")
for name, default in {"proposals": 300, "shard": 64, "min-size": 800, "max-size": 1333}.items():
    parser.add_argument(f"--{name}", type=int, default=default)
for name in ("add-truth", "masks"):
    parser.add_argument(f"--{name}", action="store_true")
options = parser.parse_args()
device = "cuda" if torch.cuda.is_available() else "cpu"

annotations = json.loads(options.annotations.read_text())
ids = sorted(category["id"] for category in annotations["categories"])
truth = {image["id"]: [] for image in annotations["images"]}
for annotation in annotations["annotations"]:
    if not annotation.get("iscrowd"):
        x, y, width, height = annotation["bbox"]
        truth[annotation["image_id"]].append([x, y, x + width, y + height])

sizes = {"min_size": options.min_size, "max_size": options.max_size, "rpn_post_nms_top_n_test": options.proposals}
if Path(options.weights).exists():
    state = torch.load(options.weights, map_location="cpu", weights_only=True)
    columns = len(state["roi_heads.box_predictor.cls_score.bias"])
    model = models.get_model(options.model, weights=None, weights_backbone=None, num_classes=columns, **sizes)
    model.load_state_dict(state)
else:
    model = models.get_model(options.model, weights=options.weights, **sizes)
    columns = model.roi_heads.box_predictor.cls_score.out_features
model.to(device).eval()
foreground = list(range(1, columns)) if columns == len(ids) + 1 else ids
if foreground[-1] >= columns:
    raise SystemExit(f"{options.weights}: must have {len(ids) + 1} columns or one for each category id up to {ids[-1]}, got {columns}")


@torch.inference_mode()
def regions(image, boxes):
    """The tensors of one image, R proposals in all."""
    images, _ = model.transform([image.to(device)])
    maps, frame = model.backbone(images.tensors), images.image_sizes
    (proposals,), _ = model.rpn(images, maps)
    if options.add_truth and boxes:
        scale = torch.tensor([frame[0][1] / image.shape[2], frame[0][0] / image.shape[1]]).repeat(2)
        proposals = torch.cat([proposals, (torch.tensor(boxes) * scale).to(device)])
    heads = model.roi_heads
    features = heads.box_head(heads.box_roi_pool(maps, [proposals], frame))
    logits, deltas = heads.box_predictor(features)
    rows = {"features": features.half(), "logits": logits[:, [0, *foreground]], "boxes": proposals}
    rows["deltas"] = deltas.unflatten(1, (-1, 4))[:, foreground].flatten(1)
    rows["labels"] = torch.full((len(proposals),), -1, dtype=torch.int32)  # labelRegions knows them
    if options.masks:
        seen = heads.mask_head(heads.mask_roi_pool(maps, [proposals], frame))
        rows["mask_logits"] = heads.mask_predictor(seen)[:, foreground].half()
    return frame[0], {name: rows[name].cpu() for name in rows}


options.out.mkdir(parents=True)  # fails where there is a dump already
pieces, table, shards = [], [], 0
for number, entry in enumerate(annotations["images"], 1):
    name = Path(entry.get("file_name") or entry["coco_url"]).name
    image = to_tensor(Image.open(options.images / name).convert("RGB"))
    frame, rows = regions(image, truth[entry["id"]])
    pieces.append(rows)
    table.append([entry["id"], len(rows["boxes"]), *frame, *image.shape[1:]])
    if len(pieces) == options.shard or number == len(annotations["images"]):
        tensors = {name: torch.cat([piece[name] for piece in pieces]).contiguous() for name in rows}
        save_file({**tensors, "images": torch.tensor(table)}, options.out / f"regions-{shards:05d}.safetensors")
        pieces, table, shards = [], [], shards + 1
