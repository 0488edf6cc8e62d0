"""Golden values of the related methods, from PyTorch in float64.

    python make_method_goldens.py           write packages/core/src/methods/fixtures/method-goldens.json anew

Every input is a float32 number, so that a feature source holds it exactly. Needs torch 2.x and nothing else.
Letters: N samples, K classes, D features, G parts.
"""

import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
FILE = Path(__file__).resolve().parents[2] / "packages/core/src/methods/fixtures/method-goldens.json"
SEED = 11
COUNTS = [40, 20, 9, 3]
PRIOR = [0.1, 0.2, 0.3, 0.4]
CLASSES, FEATURES, PARTS = len(COUNTS), 6, 2
ALPHA, TAU, GAMMA = 1.5, 16.0, 1 / 32
STEPS, RATE, DECAY = 20, 0.2, 5e-4


def rounded(tensor):
    return tensor.float().double()


def draw():
    generator = torch.Generator().manual_seed(SEED)
    normal = lambda *shape: torch.randn(*shape, generator=generator)
    labels = torch.tensor([k for k, count in enumerate(COUNTS) for _ in range(count)])
    means = normal(CLASSES, FEATURES) + 0.5
    features = rounded(means[labels] + normal(len(labels), FEATURES))
    # A head that knows the classes, and favours the larger ones.
    weight = rounded(means)
    bias = rounded(0.5 * torch.tensor(COUNTS).log() - 0.5 * means.pow(2).sum(1))
    logits = rounded(features @ weight.T + bias)
    # A third of the rows have a class by chance, so that the likelihood is highest at finite logits.
    chance = torch.randint(0, CLASSES, labels.shape, generator=generator)
    noisy = torch.where(torch.rand(len(labels), generator=generator) < 1 / 3, chance, labels)
    return features, labels, weight, bias, logits, noisy, rounded(normal(CLASSES, FEATURES))


def train(logits_of, parameters, labels):
    """Full-batch SGD as torch.optim.SGD does it, a half cosine to 0. Returns the losses and the parameters."""
    parameters = [parameter.clone().requires_grad_() for parameter in parameters]
    optimizer = torch.optim.SGD(parameters, lr=RATE, momentum=0.9, weight_decay=DECAY)
    losses = []
    for step in range(STEPS):
        optimizer.param_groups[0]["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * step / STEPS))
        optimizer.zero_grad()
        loss = F.cross_entropy(logits_of(*parameters), labels)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return {"losses": losses, "parameters": [parameter.flatten().tolist() for parameter in parameters]}


def causal_logits(features, weight):
    """Multi-head normalised classifier: (tau / G) sum_g cos-like scores, gamma added to the length of the weights."""
    x, w = features.unflatten(1, (PARTS, -1)), weight.unflatten(1, (PARTS, -1))
    unit = x / x.norm(dim=2, keepdim=True)
    short = w / (w.norm(dim=2, keepdim=True) + GAMMA)
    return TAU / PARTS * torch.einsum("ngd,kgd->nk", unit, short)


def effect_logits(features, weight, mean):
    """Total direct effect: what the direction of the mean feature explains is taken away, alpha times."""
    total = 0
    for x, w, m in zip(features.chunk(PARTS, 1), weight.chunk(PARTS, 1), mean.chunk(PARTS)):
        short = w / (w.norm(dim=1, keepdim=True) + GAMMA)
        direction = m / m.norm()
        cosine = (x @ direction) / x.norm(dim=1)
        total = total + (x @ short.T) / x.norm(dim=1, keepdim=True)
        total = total - ALPHA * cosine[:, None] * (short @ direction)[None, :]
    return TAU / PARTS * total


def minimise(loss_of, *starts):
    """Newton's method to the last digit; returns the parameters and the loss there."""
    sizes = [start.numel() for start in starts]
    split = lambda vector: [part.reshape(start.shape) for part, start in zip(vector.split(sizes), starts)]
    loss = lambda vector: loss_of(*split(vector))
    vector = torch.cat([start.flatten() for start in starts])
    for _ in range(100):
        gradient = torch.func.grad(loss)(vector)
        step = torch.linalg.pinv(torch.func.hessian(loss)(vector)) @ gradient
        length = 1.0
        while not loss(vector - length * step) <= loss(vector) and length > 1e-12:
            length /= 2
        vector = vector - length * step
    assert gradient.abs().max() < 1e-12, gradient
    return split(vector), loss(vector).item()


def scalings(logits, labels, weights):
    loss = lambda z: F.cross_entropy(z, labels, weight=weights)
    (inverse,), temperature_loss = minimise(lambda s: loss(logits * s), torch.tensor(1.0))
    (scale, bias), vector_loss = minimise(
        lambda a, b: loss(a * logits + b), torch.ones(CLASSES), torch.zeros(CLASSES)
    )
    return {
        "weights": weights.tolist(),
        "temperature": 1 / inverse.item(),
        "temperatureLoss": temperature_loss,
        "scale": scale.tolist(),
        "bias": (bias - bias.mean()).tolist(),  # a constant on all logits changes nothing
        "vectorLoss": vector_loss,
    }


def make():
    features, labels, weight, bias, logits, noisy, start = draw()
    norms = weight.norm(dim=1)
    means = torch.stack([features[labels == k].mean(0) for k in range(CLASSES)])
    offsets = (torch.tensor(COUNTS, dtype=torch.float64) / sum(COUNTS)).log()
    zeros = torch.zeros(CLASSES)
    shares = torch.bincount(noisy, minlength=CLASSES) / len(noisy)
    return {
        "features": features.tolist(),
        "labels": labels.tolist(),
        "noisyLabels": noisy.tolist(),
        "counts": COUNTS,
        "prior": PRIOR,
        "weight": weight.tolist(),
        "bias": bias.tolist(),
        "logits": logits.tolist(),
        "start": start.tolist(),
        "training": {"steps": STEPS, "learningRate": RATE, "weightDecay": DECAY},
        "tauNorm": {
            "tau": 0.7,
            "drop": (features @ (weight / norms[:, None] ** 0.7).T).tolist(),
            "scale": ((features @ weight.T + bias) / norms**0.7).tolist(),
            "keep": (features @ (weight / norms[:, None] ** 0.7).T + bias).tolist(),
        },
        "classMeans": {
            "means": means.tolist(),
            "cosine": F.cosine_similarity(features[:, None], means[None], dim=2).tolist(),
            "euclidean": torch.cdist(features, means, compute_mode="donot_use_mm_for_euclid_dist").tolist(),
        },
        "linear": train(lambda w, b: F.linear(features, w, b), [start, zeros], labels),
        "balancedSoftmax": train(lambda w, b: F.linear(features, w, b) + offsets, [start, zeros], labels),
        "cosine": train(
            lambda w, s: s * F.linear(F.normalize(features), F.normalize(w)), [start, torch.tensor(20.0)], labels
        ),
        "causal": train(lambda w: causal_logits(features, w), [start], labels),
        "effect": {
            **{"parts": PARTS, "alpha": ALPHA, "tau": TAU, "gamma": GAMMA},
            "trained": causal_logits(features, weight).tolist(),
            "removed": effect_logits(features, weight, features.mean(0)).tolist(),
        },
        "uniform": scalings(logits, noisy, 1 / shares),
        "given": scalings(logits, noisy, torch.tensor(PRIOR) / shares),
    }


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(make()) + "\n")
