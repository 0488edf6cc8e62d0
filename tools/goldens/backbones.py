"""The backbones of @disalign/classification as PyTorch modules, with the same parameter names."""

import torch
from torch import nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions; past them the identity, or He et al.'s option A: subsampling and channels of zeros."""

    def __init__(self, channels_in, channels_out, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels_out)
        self.stride = stride
        self.added = (channels_out - channels_in) // 2

    def forward(self, x):
        branch = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        shortcut = functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.added, self.added))
        return functional.relu(shortcut + branch)


class ResidualGlyphNet(nn.Module):
    def __init__(self, width, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 5, 2, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, 2 * width, 3, 2, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(2 * width)
        self.layer1 = ResidualBlock(2 * width, 2 * width)
        self.conv3 = nn.Conv2d(2 * width, 4 * width, 3, 2, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.layer2 = ResidualBlock(4 * width, 4 * width)

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        x = self.layer1(functional.relu(self.bn2(self.conv2(x))))
        x = self.layer2(functional.relu(self.bn3(self.conv3(x))))
        return x.mean((2, 3))


class Resnet32(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self.stage(16, 16, 1)
        self.layer2 = self.stage(16, 32, 2)
        self.layer3 = self.stage(32, 64, 2)

    @staticmethod
    def stage(channels_in, channels_out, stride):
        first = ResidualBlock(channels_in, channels_out, stride)
        return nn.Sequential(first, *(ResidualBlock(channels_out, channels_out) for _ in range(4)))

    def forward(self, x):
        x = functional.relu(self.bn1(self.conv1(x)))
        return self.layer3(self.layer2(self.layer1(x))).mean((2, 3))
