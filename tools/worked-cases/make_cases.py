"""Makes the worked cases of `disalign`: a trained model as ONNX, and features of data that it has not seen, one folder a task.

python make_cases.py [FOLDER]; needs torch, onnx, numpy, safetensors. A long-tailed network is trained on synthetic data: noisy patterns
(classification), maps of patterns (segmentation), vectors beside a background (detection). What a fit reads are rows of the same long
tail that the network was not trained on; what it is judged by is balanced (detection: as long-tailed classes, as many of each).
"""

import pathlib
import sys
import warnings

import numpy
import torch
from safetensors.numpy import save_file
from torch import nn

DEFAULT = pathlib.Path(__file__).parents[2] / "packages/cli/examples"
SEED = 11


def main(folder):
    warnings.simplefilter("ignore")
    make_case(folder / "classification", Pictures())
    make_case(folder / "segmentation", Scenes())
    make_case(folder / "detection", Regions())


class Pictures:
    """Patterns of 12 x 12 with noise: 8 classes, of which the first has 400 pictures and the last 6."""

    counts = [400, 219, 120, 66, 36, 20, 11, 6]
    noise, epochs = 2.2, 45

    def __init__(self):
        self.random = numpy.random.default_rng(SEED)
        self.patterns = smooth(self.random.standard_normal((len(self.counts), 1, 12, 12)))

    def network(self):
        pool = nn.Sequential(nn.AdaptiveAvgPool2d(3), nn.Flatten(), nn.Linear(144, 16), nn.ReLU())
        return Network(convolutions(16), pool, nn.Linear(16, len(self.counts)))

    def draw(self, counts):
        labels = numpy.repeat(numpy.arange(len(counts)), counts)
        inputs = self.patterns[labels] + self.noise * self.random.standard_normal((len(labels), 1, 12, 12))
        return to_bytes(inputs), labels

    def train(self):
        return self.draw(self.counts)

    def calibration(self):
        return self.draw([2 * count for count in self.counts])

    def test(self):
        return self.draw([40] * len(self.counts))

    def rows(self, features, logits, labels):
        return features, logits, labels, None


class Scenes:
    """Scenes of 16 x 16 pixels: a ground of class 0 with patches of 5 others, the rarer the smaller."""

    shares = [1.0, 0.8, 0.5, 0.3, 0.18, 0.1]
    noise, epochs = 0.5, 120

    def __init__(self):
        self.random = numpy.random.default_rng(SEED + 1)
        self.levels = numpy.array([0.0, 1.0, -1.0, 2.0, -2.0, 0.5])

    def network(self):
        return Network(convolutions(12), nn.Identity(), nn.Conv2d(12, len(self.shares), 1))

    def draw(self, images, shares):
        labels = numpy.zeros((images, 16, 16), dtype="int64")
        for image in labels:
            for label in range(1, len(shares)):
                if self.random.random() < shares[label]:
                    top, left = self.random.integers(0, 11, 2)
                    image[top : top + 5, left : left + 5] = label
        inputs = self.levels[labels] + self.noise * self.random.standard_normal(labels.shape)
        return to_bytes(inputs[:, None]), labels

    def train(self):
        return self.draw(300, self.shares)

    def calibration(self):
        return self.draw(150, self.shares)

    def test(self):
        return self.draw(40, [1.0] * len(self.shares))

    def rows(self, features, logits, labels):
        """64 pixels of each image."""
        pixels = numpy.stack([self.random.choice(256, 64, replace=False) for _ in labels])
        pixels = (numpy.sort(pixels, axis=1) + 256 * numpy.arange(len(labels))[:, None]).ravel()
        by_pixel = lambda maps: maps.transpose(0, 2, 3, 1).reshape(-1, maps.shape[1])[pixels]
        return by_pixel(features), by_pixel(logits), labels.reshape(-1)[pixels], pixels


class Regions:
    """Regions as vectors of 24 numbers: 6 classes, and a background of as many regions as all of them, its column the last."""

    counts = [400, 180, 80, 36, 16, 8, 720]
    noise, epochs = 1.05, 80

    def __init__(self):
        self.random = numpy.random.default_rng(SEED + 2)
        self.centres = self.random.standard_normal((len(self.counts), 24))
        self.centres[-1] = 0

    def network(self):
        body = nn.Sequential(nn.Linear(24, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU())
        return Network(body, nn.Identity(), nn.Linear(16, len(self.counts)))

    def draw(self, counts):
        labels = numpy.repeat(numpy.arange(len(counts)), counts)
        inputs = self.centres[labels] + self.noise * self.random.standard_normal((len(labels), 24))
        return to_bytes(inputs), labels

    def train(self):
        return self.draw(self.counts)

    def calibration(self):
        return self.draw([2 * count for count in self.counts])

    def test(self):
        return self.draw([40] * 6 + [240])

    def rows(self, features, logits, labels):
        return features, logits, labels, None


class Network(nn.Module):
    """Body, what lies between, and the classifier, whose input are the features. Takes bytes as numbers from 0 to 1."""

    def __init__(self, body, neck, head):
        super().__init__()
        self.body, self.neck, self.head = body, neck, head

    def features(self, inputs):
        return self.neck(self.body(inputs))

    def forward(self, inputs):
        return self.head(self.features(inputs))


def convolutions(channels):
    return nn.Sequential(
        nn.Conv2d(1, channels, 3, padding=1), nn.ReLU(), nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU()
    )


def smooth(patterns):
    """Means over 3 x 3, of deviation 1."""
    padded = numpy.pad(patterns, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="wrap")
    size = patterns.shape[-1]
    means = sum(padded[..., i : i + size, j : j + size] for i in range(3) for j in range(3))
    return means / means.std(axis=(1, 2, 3), keepdims=True)


def to_bytes(values):
    """A deviation of 8 and more is cut off."""
    return numpy.clip(numpy.round(values * 16 + 128), 0, 255).astype("uint8")


def as_input(inputs):
    return torch.from_numpy(inputs.astype("float32") / numpy.float32(255))


def train(network, inputs, labels, epochs):
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3, weight_decay=1e-3)
    inputs, labels = as_input(inputs), torch.from_numpy(labels)
    for _ in range(epochs):
        for batch in torch.randperm(len(labels)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(inputs[batch]), labels[batch]).backward()
            optimizer.step()
    return network.eval()


def make_case(folder, case):
    torch.manual_seed(SEED)
    # Sums of several threads differ from run to run.
    torch.set_num_threads(1)
    network = train(case.network(), *case.train(), case.epochs)
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "train.safetensors", case, network, *case.calibration(), keep=False)
    inputs, labels = case.test()
    write_rows(folder / "test.safetensors", case, network, inputs, labels, keep=True)
    torch.onnx.export(
        network,
        (as_input(inputs[:1]),),
        str(folder / "model.onnx"),
        input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def write_rows(path, case, network, inputs, labels, keep):
    """Features, logits and labels; with `keep` also the bytes that they were made of, and which pixels the rows are."""
    with torch.no_grad():
        features = network.features(as_input(inputs))
        logits = network.head(features)
    features, logits, labels, pixels = case.rows(features.numpy(), logits.numpy(), labels)
    tensors = {"features": features, "logits": logits, "labels": labels.astype("int32")}
    if keep:
        tensors["inputs"] = inputs
        if pixels is not None:
            tensors["pixels"] = pixels.astype("int32")
    save_file({name: numpy.ascontiguousarray(values) for name, values in tensors.items()}, path)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
