"""What each golden case computes: a function from a case's inputs to its outputs, in float64.

Letters: N samples, K classes, D features, F foreground classes.
"""

import math

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
PARAMETER_NAMES = ("scale", "bias", "confidenceWeight", "confidenceBias")


def class_weights(counts, rho, normalization):
    """Eq. 11: (1/r)^rho over its sum; 'classes' makes the weights sum to K."""
    frequency = torch.tensor(counts, dtype=torch.float64) / sum(counts)
    weights = frequency.pow(-rho)
    weights = weights / weights.sum()
    return weights * len(counts) if normalization == "classes" else weights


def calibrate(form, features, logits, parameters):
    """Eq. 4-7. Returns the calibrated logits and the confidence, one number per row."""
    scale, bias, weight, offset = (parameters[name] for name in PARAMETER_NAMES)
    confidence = torch.sigmoid(features @ weight + offset)
    c = confidence.unsqueeze(-1)
    if form == "blend":
        return c * (scale * logits + bias) + (1 - c) * logits, confidence
    return (1 + c * scale) * logits + c * bias, confidence


def alignment_loss(calibrated, labels, weights, reduction):
    """Eq. 9 as weighted cross-entropy: 'weights' divides by the summed weights of the rows, 'count' by N."""
    row_losses = F.cross_entropy(calibrated, labels, weight=weights, reduction="none")
    return row_losses.sum() / (weights[labels].sum() if reduction == "weights" else len(labels))


def _tensors(values):
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in values.items()}


def _trainable(parameters):
    return {name: tensor.clone().requires_grad_() for name, tensor in _tensors(parameters).items()}


def _lists(parameters):
    return {name: parameters[name].tolist() for name in PARAMETER_NAMES}


def _gradients(loss, parameters):
    loss.backward()
    return {name: parameters[name].grad.tolist() for name in PARAMETER_NAMES}


def class_weights_case(case):
    return {"weights": class_weights(case["counts"], case["rho"], case["normalization"]).tolist()}


def linear_case(case):
    """Eq. 1-2: x W^T + b."""
    t = _tensors(case)
    return {"logits": F.linear(t["features"], t["weight"], t["bias"]).tolist()}


def cosine_case(normalize_features):
    """Eq. 3. The raw form normalises the class weights only: s |x| cos."""

    def compute(case):
        t = _tensors(case)
        features = F.normalize(t["features"], dim=1) if normalize_features else t["features"]
        return {"logits": (t["scale"] * F.linear(features, F.normalize(t["weight"], dim=1))).tolist()}

    return compute


def calibration_case(case):
    parameters = _trainable(case["parameters"])
    features, logits = torch.tensor(case["features"]), torch.tensor(case["logits"])
    labels, weights = torch.tensor(case["labels"]), torch.tensor(case["classWeights"])
    calibrated, confidence = calibrate(case["form"], features, logits, parameters)
    loss = alignment_loss(calibrated, labels, weights, case["reduction"])
    return {
        "confidence": confidence.tolist(),
        "calibrated": calibrated.tolist(),
        "loss": loss.item(),
        "gradients": _gradients(loss, parameters),
    }


def detection_case(background):
    """Blend on the foreground columns; the background's logit passes unchanged and its class weight is 1."""

    def compute(case):
        parameters = _trainable(case["parameters"])
        features, logits = torch.tensor(case["features"]), torch.tensor(case["logits"])
        labels, weights = torch.tensor(case["labels"]), torch.tensor(case["classWeights"])
        foreground = logits[:, 1:] if background == "first" else logits[:, :-1]
        aligned, _ = calibrate("blend", features, foreground, parameters)
        columns = [logits[:, :1], aligned] if background == "first" else [aligned, logits[:, -1:]]
        calibrated = torch.cat(columns, dim=1)
        loss = alignment_loss(calibrated, labels, weights, "weights")
        return {"calibrated": calibrated.tolist(), "loss": loss.item(), "gradients": _gradients(loss, parameters)}

    return compute


def detection_sigmoid_case(case):
    """Blend on a head with a sigmoid for each class. Label F is background: all classes absent. The true class weighs what its class does,
    everything else 1, and the sum is divided by the weights of the rows."""
    parameters = _trainable(case["parameters"])
    features, logits = torch.tensor(case["features"]), torch.tensor(case["logits"])
    labels, weights = torch.tensor(case["labels"]), torch.tensor(case["classWeights"])
    calibrated, _ = calibrate("blend", features, logits, parameters)
    present = F.one_hot(labels, len(weights) + 1)[:, :-1].to(calibrated)
    cell_weights = torch.where(present == 1, weights, 1.0)
    total = F.binary_cross_entropy_with_logits(calibrated, present, weight=cell_weights, reduction="sum")
    loss = total / torch.cat([weights, torch.ones(1)])[labels].sum()
    return {"calibrated": calibrated.tolist(), "loss": loss.item(), "gradients": _gradients(loss, parameters)}


def segmentation_case(case):
    """Blend, one confidence per pixel. Ignored pixels add nothing to a loss; the three differ in what they divide by."""
    features, logits = torch.tensor(case["features"]), torch.tensor(case["logits"])
    labels, weights = torch.tensor(case["labels"]).flatten(), torch.tensor(case["classWeights"])
    calibrated, _ = calibrate("blend", features, logits, _tensors(case["parameters"]))
    valid = labels != case["ignoreLabel"]
    pixel_losses = F.cross_entropy(calibrated.flatten(0, 1)[valid], labels[valid], weight=weights, reduction="none")
    total = pixel_losses.sum()
    return {
        "calibrated": calibrated.tolist(),
        "loss": {
            "allPixels": (total / labels.numel()).item(),
            "validPixels": (total / valid.sum()).item(),
            "weights": (total / weights[labels[valid]].sum()).item(),
        },
    }


def fit_case(case):
    """Full-batch SGD as torch.optim.SGD does it; the learning rate falls along a half cosine, step by step."""
    features, logits = torch.tensor(case["features"]), torch.tensor(case["logits"])
    labels, weights = torch.tensor(case["labels"]), class_weights(case["counts"], case["rho"], "sum")
    sizes = {"scale": logits.shape[1], "bias": logits.shape[1], "confidenceWeight": features.shape[1], "confidenceBias": 1}
    parameters = {name: torch.full((size,), case["initial"][name]).requires_grad_() for name, size in sizes.items()}
    optimizer = torch.optim.SGD(
        parameters.values(), lr=case["learningRate"], momentum=case["momentum"], weight_decay=case["weightDecay"]
    )
    losses = []
    for step in range(case["steps"]):
        for group in optimizer.param_groups:
            group["lr"] = case["learningRate"] * 0.5 * (1 + math.cos(math.pi * step / case["steps"]))
        optimizer.zero_grad()
        calibrated, _ = calibrate(case["form"], features, logits, parameters)
        loss = alignment_loss(calibrated, labels, weights, case["reduction"])
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    hits = calibrated.argmax(dim=1) == labels
    return {
        "losses": losses,
        "parameters": _lists(parameters),
        "perClassAccuracyBeforeLastStep": [hits[labels == k].double().mean().item() for k in range(logits.shape[1])],
    }


def tau_norm_case(case):
    """w_k / |w_k|^tau."""
    weight = torch.tensor(case["weight"])
    return {"normalized": (weight / weight.norm(dim=1, keepdim=True).pow(case["tau"])).tolist()}


def logit_adjustment_case(case):
    """z_k - tau log r_k."""
    frequency = torch.tensor(case["counts"], dtype=torch.float64) / sum(case["counts"])
    return {"adjusted": (torch.tensor(case["logits"]) - case["tau"] * frequency.log()).tolist()}


def nearest_class_mean_case(case):
    """Scores, larger is nearer: the cosine, and minus the Euclidean distance."""
    t = _tensors(case)
    cosine = F.normalize(t["features"], dim=1) @ F.normalize(t["means"], dim=1).T
    return {"cosine": cosine.tolist(), "euclidean": (-torch.cdist(t["features"], t["means"])).tolist()}


CASES = {
    "linear": linear_case,
    "cosine_normalized": cosine_case(True),
    "cosine_raw": cosine_case(False),
    "calibration_blend_weights": calibration_case,
    "calibration_blend_count": calibration_case,
    "calibration_additive_weights": calibration_case,
    "calibration_additive_count": calibration_case,
    "detection_background_last": detection_case("last"),
    "detection_background_first": detection_case("first"),
    "segmentation": segmentation_case,
    "fit_blend": fit_case,
    "fit_additive": fit_case,
    "tauNorm": tau_norm_case,
    "logitAdjustment": logit_adjustment_case,
    "nearestClassMean": nearest_class_mean_case,
    "detection_sigmoid": detection_sigmoid_case,
}
