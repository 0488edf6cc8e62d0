"""Runs onnx.checker, full, on every model of a folder, and lists those that it refuses.

python check_models.py FOLDER; needs onnx.
"""

import pathlib
import sys

import onnx

models = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
refused = []
for path in models:
    try:
        onnx.checker.check_model(str(path), full_check=True)
    except Exception as error:  # whatever it is, the model is named
        refused.append(f"{path.name}: {str(error).splitlines()[0]}")
print("\n".join(refused + [f"onnx {onnx.__version__}: {len(models) - len(refused)} of {len(models)} models pass"]))
sys.exit(1 if refused or not models else 0)
