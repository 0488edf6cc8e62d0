"""The dump that the tests of @disalign/detection read: made by make_region_dump.py, of pictures of noise and a network drawn at random, and
what torchvision itself detects with it.

    python make_fixture.py                  write the files anew
    python make_fixture.py --out FOLDER     write them elsewhere

Needs torch, torchvision, safetensors, NumPy and Pillow (made with 2.13.0, 0.28.0, 0.8.0, 2.4.6, 12.0.0).
"""

import json
import runpy
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torchvision import models
from torchvision.transforms.functional import to_tensor

HERE = Path(__file__).resolve().parent
OUT = Path(sys.argv[2]) if sys.argv[1:2] == ["--out"] else HERE.parents[1] / "packages/detection/src/regions/fixtures/torchvision-dump"
SIZES = {"min_size": 96, "max_size": 128, "rpn_post_nms_top_n_test": 5}
CATEGORIES = [{"id": 2, "name": "cat", "frequency": "f"}, {"id": 5, "name": "lynx", "frequency": "r"}]

torch.manual_seed(0)
model = models.get_model("maskrcnn_resnet50_fpn", weights=None, weights_backbone=None, num_classes=3, **SIZES).eval()
with torch.no_grad():
    for parameter in model.roi_heads.box_predictor.parameters():
        parameter.mul_(0.3)  # its features are not normalised: else one class has all scores
pictures = [np.random.default_rng(seed).integers(0, 256, (60 + 8 * seed, 70, 3), dtype=np.uint8) for seed in range(3)]
annotations = {
    "images": [{"id": 10 + i, "coco_url": f"http://images/{10 + i:012d}.png", "height": len(one), "width": 70, "neg_category_ids": [],
                "not_exhaustive_category_ids": []} for i, one in enumerate(pictures)],
    "annotations": [{"id": 1, "image_id": 11, "category_id": 5, "bbox": [7, 8, 30.5, 40], "area": 1220.0, "segmentation": [[7, 8, 37.5, 8, 37.5, 48]]}],
    "categories": CATEGORIES,
}
with tempfile.TemporaryDirectory() as folder:
    for i, picture in enumerate(pictures):
        Image.fromarray(picture).save(f"{folder}/{10 + i:012d}.png")
    torch.save(model.state_dict(), f"{folder}/weights.pt")
    Path(folder, "annotations.json").write_text(json.dumps(annotations))
    arguments = {"images": folder, "annotations": f"{folder}/annotations.json", "weights": f"{folder}/weights.pt", "out": f"{folder}/dump",
                 "proposals": 5, "shard": 2, "min-size": 96, "max-size": 128}
    sys.argv = ["", "--add-truth", "--masks", *(text for name, value in arguments.items() for text in (f"--{name}", str(value)))]
    runpy.run_path(str(HERE / "make_region_dump.py"))
    OUT.mkdir(parents=True, exist_ok=True)
    for path in Path(folder, "dump").iterdir():
        (OUT / path.name).write_bytes(path.read_bytes())

with torch.inference_mode():
    # One by one: a batch is padded to its largest image. Those without a ground truth among the proposals.
    found = [model([to_tensor(picture)])[0] for picture in pictures[::2]]
expected = [{"id": 10 + 2 * i, **{name: one[name].tolist() for name in ("boxes", "scores", "labels")}} for i, one in enumerate(found)]
(OUT / "expected.json").write_text(json.dumps({"annotations": annotations, "detections": expected}) + "\n")
