"""Golden values for the backbones of @disalign/classification, from PyTorch in float64.

    python make_backbone_goldens.py         write the file anew

Parameters and images are not stored: both sides compute them from `scatter`, exact integer arithmetic.
Needs torch 2.x and nothing else.
"""

import json
import math
from pathlib import Path

import torch

from backbones import ResidualGlyphNet, Resnet32

GOLDENS = Path(__file__).resolve().parents[2] / "packages/classification/src/backbones/fixtures/backbone-goldens.json"

CASES = [
    ("residual-glyph-net, 32 x 32", {"name": "residual-glyph-net", "width": 4, "channels": 1}, [3, 1, 32, 32]),
    ("residual-glyph-net, 28 x 28", {"name": "residual-glyph-net", "width": 3, "channels": 1}, [3, 1, 28, 28]),
    ("residual-glyph-net, 3 channels, 27 x 33", {"name": "residual-glyph-net", "width": 2, "channels": 3}, [3, 3, 27, 33]),
    ("resnet32", {"name": "resnet32", "channels": 3}, [2, 3, 32, 32]),
]


def scatter(stream, count):
    """`count` numbers in [0, 1), multiples of 2^-24: a mixed counter, the same in every language."""
    values = []
    for i in range(count):
        x = (stream * 0x9E3779B1 + i * 0x85EBCA6B) & 0xFFFFFFFF
        for _ in range(2):
            x = ((x ^ (x >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
        values.append(((x ^ (x >> 16)) >> 8) / 2**24)
    return values


def tensor(stream, shape):
    return torch.tensor(scatter(stream, math.prod(shape)), dtype=torch.float64).reshape(shape)


def set_parameters(network):
    """Filters are uniform with variance 1 / fan in, scales and variances in [.5, 1.5), shifts and means in [-.5, .5)."""
    state = {name: value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")}
    for place, (name, value) in enumerate(state.items()):
        uniform = tensor(place, list(value.shape))
        if value.dim() == 4:
            value.copy_((2 * uniform - 1) * math.sqrt(3 / value[0].numel()))
        elif name.endswith("running_var") or name.endswith("weight"):
            value.copy_(uniform + 0.5)
        else:
            value.copy_(uniform - 0.5)
    return list(state)


def build(settings):
    if settings["name"] == "resnet32":
        return Resnet32(settings["channels"])
    return ResidualGlyphNet(settings["width"], settings["channels"])


def compute(title, settings, image_shape):
    network = build(settings).double()
    names = set_parameters(network)
    images = 2 * tensor(1000, image_shape) - 1
    network.eval()
    evaluation = network(images).detach()
    network.train()
    training = network(images)
    (training * tensor(2000, list(training.shape))).sum().backward()
    last = [name for name in names if name.endswith("running_var")][-1]
    state = network.state_dict()
    return {
        "title": title,
        "settings": settings,
        "imageShape": image_shape,
        "parameterNames": names,
        "evaluationFeatures": evaluation.flatten().tolist(),
        "trainingFeatures": training.detach().flatten().tolist(),
        "firstFilterGradient": network.conv1.weight.grad.flatten().tolist(),
        "lastRunningVariance": state[last].tolist(),
        "lastRunningMean": state[last.replace("var", "mean")].tolist(),
    }


GOLDENS.parent.mkdir(exist_ok=True)
GOLDENS.write_text(json.dumps([compute(*case) for case in CASES]) + "\n")
print(f"{GOLDENS}: {GOLDENS.stat().st_size} bytes")
