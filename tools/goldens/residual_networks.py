"""Residual networks of torchvision's naming, of any width and stem: torchvision's own class, and its blocks."""

from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

LAYERS = {
    10: [1, 1, 1, 1],
    18: [2, 2, 2, 2],
    34: [3, 4, 6, 3],
    50: [3, 4, 6, 3],
    101: [3, 4, 23, 3],
    152: [3, 8, 36, 3],
}


class ResidualNetwork(ResNet):
    """`settings` as @disalign/classification has them; without a head, its output are the features."""

    def __init__(self, settings):
        block = Bottleneck if settings["depth"] >= 50 else BasicBlock
        layers = LAYERS[settings["depth"]]
        super().__init__(block, layers, groups=settings.get("groups", 1), width_per_group=settings.get("groupWidth", 64))
        self.fc = nn.Identity()
        width, channels = settings["width"], settings["channels"]
        if width == 64 and channels == 3 and settings["stem"] == "imagenet":
            return
        self.inplanes = width
        if settings["stem"] == "imagenet":
            self.conv1 = nn.Conv2d(channels, width, 7, 2, 3, bias=False)
        else:
            self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
            self.maxpool = nn.Identity()
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = self._make_layer(block, width, layers[0])
        self.layer2 = self._make_layer(block, 2 * width, layers[1], stride=2)
        self.layer3 = self._make_layer(block, 4 * width, layers[2], stride=2)
        self.layer4 = self._make_layer(block, 8 * width, layers[3], stride=2)
