"""The dump that the tests of @disalign/core read: made by make_feature_dump.py, of pictures of noise and a network drawn at random.

    python make_fixture.py                  write the files anew

Needs torch, torchvision, safetensors and NumPy.
"""

import runpy
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.numpy import load_file
from torchvision import models

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "packages/core/src/features/fixtures/torchvision-dump"

with tempfile.TemporaryDirectory() as folder:
    pictures = np.random.default_rng(0)
    for number in range(6):
        path = Path(folder, "images", "abc"[number // 2], f"{number}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pictures.integers(0, 256, (40, 50, 3), dtype=np.uint8)).save(path)
    torch.manual_seed(0)
    torch.save(models.resnet18(num_classes=3).state_dict(), f"{folder}/weights.pt")
    sys.argv = ["", "--data", f"{folder}/images", "--model", "resnet18", "--weights", f"{folder}/weights.pt", "--views", "2",
                "--size", "32", "--batch", "2", "--shard", "2", "--workers", "0", "--out", f"{folder}/dump"]
    runpy.run_path(str(HERE / "make_feature_dump.py"))
    OUT.mkdir(parents=True, exist_ok=True)
    for path in Path(folder, "dump").iterdir():
        (OUT / path.name).write_bytes(path.read_bytes())
    parts = [load_file(path) for path in sorted(OUT.glob("features-*.safetensors"))]
    np.savez(OUT / "features.npz", **{name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
