"""Golden values for the backbones of @disalign/classification, from PyTorch in float64.

    python make_backbone_goldens.py         write the files anew

Parameters and images are not stored: both sides compute them from `scatter`, exact integer arithmetic.
Needs torch 2.x and the torchvision that goes with it.
"""

import hashlib
import json
import math
from pathlib import Path

import torch

from backbones import ResidualGlyphNet, Resnet32
from residual_networks import ResidualNetwork

FIXTURES = Path(__file__).resolve().parents[2] / "packages/classification/src/backbones/fixtures"


def resnet(depth, width=64, stem="imagenet", channels=3):
    return {"name": "resnet", "depth": depth, "width": width, "stem": stem, "channels": channels}


def resnext(depth, groups=32, group_width=4, width=64):
    sizes = {"depth": depth, "groups": groups, "groupWidth": group_width, "width": width}
    return {"name": "resnext", **sizes, "stem": "imagenet", "channels": 3}


CASES = [
    ("residual-glyph-net, 32 x 32", {"name": "residual-glyph-net", "width": 4, "channels": 1}, [3, 1, 32, 32]),
    ("residual-glyph-net, 28 x 28", {"name": "residual-glyph-net", "width": 3, "channels": 1}, [3, 1, 28, 28]),
    ("residual-glyph-net, 3 channels, 27 x 33", {"name": "residual-glyph-net", "width": 2, "channels": 3}, [3, 3, 27, 33]),
    ("resnet32", {"name": "resnet32", "channels": 3}, [2, 3, 32, 32]),
    ("resnet 10, a sixteenth as wide", resnet(10, 4), [3, 3, 65, 80]),
    ("resnet 10 for small images", resnet(10, 3, "cifar", 1), [3, 1, 20, 17]),
]

# In evaluation mode alone: settings, shape of the images.
FROZEN_CASES = [
    ("resnet 50", resnet(50), [1, 3, 64, 64]),
    ("resnext 50, 32 x 4d", resnext(50), [1, 3, 64, 64]),
    ("resnext 50, a quarter as wide, 8 groups", resnext(50, 8, 8, 16), [2, 3, 48, 40]),
    ("resnet 18, an eighth as wide", resnet(18, 8), [2, 3, 40, 48]),
]

LISTED = [resnet(depth) for depth in (10, 18, 34, 50, 101, 152)] + [resnext(depth) for depth in (50, 101, 152)]


def scatter(stream, count):
    """`count` numbers in [0, 1), multiples of 2^-24: a mixed counter, the same in every language."""
    x = (stream * 0x9E3779B1 + torch.arange(count) * 0x85EBCA6B) & 0xFFFFFFFF
    for _ in range(2):
        x = ((x ^ (x >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return ((x ^ (x >> 16)) >> 8).double() / 2**24


def tensor(stream, shape):
    return scatter(stream, math.prod(shape)).reshape(shape)


def state_of(network):
    return {name: value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")}


def set_parameters(network):
    """Filters are uniform with variance 1 / fan in, scales and variances in [.5, 1.5), shifts and means in [-.5, .5)."""
    state = state_of(network)
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
    if settings["name"] == "residual-glyph-net":
        return ResidualGlyphNet(settings["width"], settings["channels"])
    return ResidualNetwork(settings)


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


@torch.no_grad()
def compute_frozen(title, settings, image_shape):
    network = build(settings).double().eval()
    set_parameters(network)
    features = network(2 * tensor(1000, image_shape) - 1)
    # Nine digits: ten times as many as the tests look at.
    rounded = [float(f"{value:.8e}") for value in features.flatten().tolist()]
    return {"title": title, "settings": settings, "imageShape": image_shape, "features": rounded}


def describe_state(settings):
    """What the state dict of torchvision's network holds: a line `name [shape]` for each tensor, digested."""
    network = build(settings)
    lines = [f"{name} [{','.join(map(str, value.shape))}]\n" for name, value in state_of(network).items()]
    return {
        "settings": settings,
        "tensors": len(lines),
        "trained": sum(parameter.numel() for parameter in network.parameters()),
        "sha256": hashlib.sha256("".join(lines).encode()).hexdigest(),
    }


def write(name, content):
    path = FIXTURES / name
    path.write_text(json.dumps(content) + "\n")
    print(f"{path}: {path.stat().st_size} bytes")


FIXTURES.mkdir(exist_ok=True)
write("backbone-goldens.json", [compute(*case) for case in CASES])
write("frozen-backbone-goldens.json", [compute_frozen(*case) for case in FROZEN_CASES])
write("state-dict-goldens.json", [describe_state(settings) for settings in LISTED])
