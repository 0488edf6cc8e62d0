"""Small networks with random weights, in the style of well-known ones, as PyTorch exports them."""

import torch
from torch import nn
from torch.nn import functional as F


def block(inputs, outputs, stride=1, groups=1, size=3):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class ResNet(nn.Module):
    """Two residual blocks, global average, `fc`."""

    def __init__(self, width=16, classes=10):
        super().__init__()
        self.stem, self.a, self.b = block(3, width, 2), block(width, width), block(width, width)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        x = self.stem(x)
        x = F.relu(x + self.a(x))
        x = F.relu(x + self.b(x))
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class MobileNet(nn.Module):
    """Depthwise convolutions, a 1 x 1 convolution on the pooled map, dropout, softmax."""

    def __init__(self, width=16, classes=7):
        super().__init__()
        self.features = nn.Sequential(block(3, width, 2), block(width, width, 2, groups=width), block(width, 24, size=1))
        self.classifier = nn.Conv2d(24, classes, 1)

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.features(x), 1)
        return F.softmax(torch.flatten(self.classifier(F.dropout(x, 0.2, self.training)), 1), 1)


class ViT(nn.Module):
    """Patches, a class token, one block of attention, `head` on the token."""

    def __init__(self, width=16, classes=9):
        super().__init__()
        self.patches = nn.Conv2d(3, width, 8, 8)
        self.token = nn.Parameter(torch.randn(1, 1, width))
        self.block = nn.TransformerEncoderLayer(width, 2, 32, batch_first=True, norm_first=True, activation="gelu")
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1)
        return self.head(self.norm(self.block(x))[:, 0])


class ConvNeXt(nn.Module):
    """A depthwise block over channels last, pooled, normalised, `head`."""

    def __init__(self, width=16, classes=11):
        super().__init__()
        self.stem, self.depthwise = nn.Conv2d(3, width, 4, 4), nn.Conv2d(width, width, 7, 1, 3, groups=width)
        self.inner, self.grow, self.shrink = nn.LayerNorm(width), nn.Linear(width, 32), nn.Linear(32, width)
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, classes)

    def forward(self, x):
        x = self.stem(x)
        y = self.inner(self.depthwise(x).permute(0, 2, 3, 1))
        x = x + self.shrink(F.gelu(self.grow(y))).permute(0, 3, 1, 2)
        return self.head(self.norm(x.mean([-2, -1])))


class Cosine(nn.Module):
    """A backbone and a NormalizedLinear: scaled cosines of features and weights."""

    def __init__(self, width=16, classes=8):
        super().__init__()
        self.stem = block(3, width, 2)
        self.weight, self.scale = nn.Parameter(torch.randn(classes, width)), nn.Parameter(torch.tensor(12.0))

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.stem(x), 1).flatten(1)
        return self.scale * F.linear(F.normalize(x, dim=1), F.normalize(self.weight, dim=1))


class FCN(nn.Module):
    """mmsegmentation's FCN head: 3 x 3, dropout, `conv_seg`, and bilinear enlargement."""

    def __init__(self, width=16, classes=6):
        super().__init__()
        self.stem, self.neck = block(3, width, 4), block(width, width)
        self.conv_seg = nn.Conv2d(width, classes, 1)

    def forward(self, x):
        seg = self.conv_seg(F.dropout2d(self.neck(self.stem(x)), 0.1, self.training))
        return F.interpolate(seg, size=x.shape[2:], mode="bilinear", align_corners=False)


class SegFormer(nn.Module):
    """An MLP decoder over two scales: linear layers on tokens, joined, fused, `linear_pred`, enlarged, the best class."""

    def __init__(self, width=12, classes=5):
        super().__init__()
        self.fine, self.coarse = block(3, 8, 4), block(8, 16, 2)
        self.c1, self.c2 = nn.Linear(8, width), nn.Linear(16, width)
        self.fuse, self.pred = block(2 * width, width, size=1), nn.Conv2d(width, classes, 1)

    def forward(self, x):
        fine = self.fine(x)
        coarse = self.coarse(fine)
        tokens = [
            c(m.flatten(2).transpose(1, 2)).transpose(1, 2).reshape(m.shape[0], -1, m.shape[2], m.shape[3])
            for c, m in ((self.c1, fine), (self.c2, coarse))
        ]
        tokens[1] = F.interpolate(tokens[1], size=fine.shape[2:], mode="bilinear", align_corners=False)
        seg = self.pred(self.fuse(torch.cat(tokens, 1)))
        seg = F.interpolate(seg, scale_factor=4.0, mode="bilinear", align_corners=False)
        return seg, seg.argmax(1)


class BoxHead(nn.Module):
    """The box head of Fast R-CNN on pooled regions: two layers, class scores and box deltas."""

    def __init__(self, classes=6, width=20, softmax=True):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(3 * 7 * 7, width), nn.Linear(width, width)
        self.cls_score, self.bbox_pred = nn.Linear(width, classes + 1), nn.Linear(width, 4 * classes)
        self.softmax = softmax

    def forward(self, pooled):
        x = F.relu(self.fc2(F.relu(self.fc1(pooled.flatten(1)))))
        scores = self.cls_score(x)
        return (F.softmax(scores, -1) if self.softmax else scores), self.bbox_pred(x)


def settle(model, sample):
    """Batch norms with statistics of their own, and weights that spread the logits."""
    model.train()
    with torch.no_grad():
        for _ in range(3):
            model(sample)
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.bias.uniform_(-0.5, 0.5)
    return model.eval()
