"""What the PyTorch module in packages/core/README.md computes, for the tests of @disalign/core.

    python make_pytorch_module_goldens.py       write the file anew; the seed is below

The module is taken out of the README as it stands there. Needs torch and safetensors.
"""

import re
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file

CORE = Path(__file__).resolve().parents[2] / "packages/core"
SEED, ROWS, CLASSES, FEATURES = 5, 9, 6, 4
CASES = [("blend", "sigmoid"), ("additive", "sigmoid"), ("blend", "rectified"), ("additive", "none")]

(code,) = re.findall(r"```python\n(.*?)```", (CORE / "README.md").read_text(), re.S)
namespace = {}
exec(code, namespace)

torch.manual_seed(SEED)
features, logits = torch.randn(ROWS, FEATURES), 3 * torch.randn(ROWS, CLASSES)
results = {"features": features, "logits": logits}
for form, confidence in CASES:
    state = {"logit_scale": torch.rand(CLASSES) + 0.5, "logit_bias": torch.randn(CLASSES)}
    if confidence != "none":
        state |= {"confidence_layer.weight": torch.randn(1, FEATURES), "confidence_layer.bias": torch.randn(1)}
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/calibration.safetensors"
        save_file(state, path, {"form": form, "confidence": confidence})
        with torch.no_grad():
            state["calibrated"] = namespace["DisAlign"](path)(features, logits)
    results |= {f"{form}.{confidence}.{name}": value for name, value in state.items()}
save_file(results, CORE / "src/pytorch/fixtures/pytorch-module.safetensors")
print(len(results), "tensors")
