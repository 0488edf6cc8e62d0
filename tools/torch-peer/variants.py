"""The calibration's forward pass, loss and gradients in PyTorch, in the ways one would write them.

N rows, D features, K classes; images [1, D, H, W] and [1, K, H, W]. c = sigmoid(x . weight + bias), out = c (scale z + margin) + (1 - c) z; the loss is the
class-weighted cross-entropy, divided by the sum of the rows' weights.
"""

import torch
import torch.nn.functional as F


class Parameters:
    """2K + D + 1 numbers that are learned, from [scale K | margin K | confidence weight D | confidence bias]."""

    def __init__(self, theta, classes):
        parts = torch.split(theta, [classes, classes, len(theta) - 2 * classes - 1, 1])
        self.scale, self.margin, self.weight = [part.clone().requires_grad_() for part in parts[:3]]
        self.bias = parts[3].clone().reshape(()).requires_grad_()

    def all(self):
        return [self.scale, self.margin, self.weight, self.bias]


def as_written(p, x, z):
    c = torch.sigmoid(x @ p.weight + p.bias).unsqueeze(1)
    return c * (p.scale * z + p.margin) + (1 - c) * z


def with_addcmul(p, x, z):
    c = torch.sigmoid(torch.mv(x, p.weight) + p.bias).unsqueeze(1)
    return torch.addcmul(z, c, torch.addcmul(p.margin, p.scale - 1, z))


def into_buffer(p, x, z, buffers={}):
    out = buffers.get(z.shape)
    if out is None:
        out = buffers[z.shape] = torch.empty_like(z)
    c = torch.mv(x, p.weight).add_(p.bias).sigmoid_().unsqueeze(1)
    torch.addcmul(p.margin, p.scale - 1, z, out=out)
    return torch.addcmul(z, c, out, out=out)


def planes_as_written(p, x, z):
    c = torch.sigmoid(F.conv2d(x, p.weight[None, :, None, None], p.bias[None]))
    return c * (per_channel(p.scale) * z + per_channel(p.margin)) + (1 - c) * z


def planes_into_buffer(p, x, z, buffers={}):
    out = buffers.get(z.shape)
    if out is None:
        out = buffers[z.shape] = torch.empty_like(z)
    c = torch.mv(x[0].flatten(1).t(), p.weight).add_(p.bias).sigmoid_().view(1, 1, *z.shape[2:])
    torch.addcmul(per_channel(p.margin), per_channel(p.scale - 1), z, out=out)
    return torch.addcmul(z, c, out, out=out)


def per_channel(parameter):
    return parameter[:, None, None]


def loss_of(forward):
    return lambda p, x, z, y, weights: F.cross_entropy(forward(p, x, z), y, weight=weights)


def by_autograd(loss):
    def gradients(p, x, z, y, weights):
        for parameter in p.all():
            parameter.grad = None
        value = loss(p, x, z, y, weights)
        value.backward()
        return [parameter.grad for parameter in p.all()] + [value.detach()]

    return gradients


def by_hand(p, x, z, y, weights):
    """Without autograd: the formulas of the gradients, in as few passes over [N, K] as eager PyTorch allows."""
    c = torch.sigmoid(torch.mv(x, p.weight).add_(p.bias))
    moves = torch.addcmul(p.margin, p.scale - 1, z)
    g = torch.log_softmax(torch.addcmul(z, c.unsqueeze(1), moves), 1)
    row_weights = weights[y]
    total = row_weights.sum()
    label = y.unsqueeze(1)
    loss = -(row_weights * g.gather(1, label).squeeze(1)).sum() / total
    g.exp_().scatter_add_(1, label, g.new_full((len(y), 1), -1.0))
    share = row_weights / total
    by_score = torch.linalg.vecdot(g, moves).mul_(share).mul_(c * (1 - c))
    by_row = share * c
    by_margin = torch.mv(g.t(), by_row)
    by_scale = torch.mv(g.mul_(z).t(), by_row)
    return [by_scale, by_margin, torch.mv(x.t(), by_score), by_score.sum(), loss]


def without_gradient(function):
    def run(*arguments):
        with torch.no_grad():
            return function(*arguments)

    return run


# Compiled once for each case: shapes are constants then.
FORWARD = {
    "eager": lambda: without_gradient(as_written),
    "addcmul": lambda: without_gradient(into_buffer),
    "compile": lambda: without_gradient(torch.compile(as_written, dynamic=False)),
}
FORWARD_NCHW = {
    "eager": lambda: without_gradient(planes_as_written),
    "addcmul": lambda: without_gradient(planes_into_buffer),
    "compile": lambda: without_gradient(torch.compile(planes_as_written, dynamic=False)),
}
GRADIENTS = {
    "eager": lambda: by_autograd(loss_of(as_written)),
    "addcmul": lambda: by_autograd(loss_of(with_addcmul)),
    "by hand": lambda: without_gradient(by_hand),
    "compile": lambda: by_autograd(torch.compile(loss_of(as_written), dynamic=False)),
}
PASSES = {"forward": FORWARD, "forward-nchw": FORWARD_NCHW, "gradients": GRADIENTS}
