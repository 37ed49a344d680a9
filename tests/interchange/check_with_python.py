"""Exported networks in ONNX Runtime and PyTorch, and PyTorch's networks imported, on 1,000 digits.

    python3 -m venv --system-site-packages .venv-interchange
    .venv-interchange/bin/pip install -r tests/interchange/requirements.txt
    .venv-interchange/bin/python tests/interchange/check_with_python.py

Prints the largest difference of probabilities for every network and fails above 1e-5. Deno is taken from
$DENO, the path, or npx.
"""
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from safetensors.torch import save_file
from torch import nn

PROJECT = Path(__file__).parents[2]
TOLERANCE = 1e-5


def conv_block(inputs, outputs, padding, norm, activation, pool):
    layers = [nn.Conv2d(inputs, outputs, 5, padding=padding)]
    return layers + ([nn.BatchNorm2d(outputs)] if norm else []) + [activation(), pool(2)]


def dense_block(inputs, outputs, norm, activation):
    layers = [nn.Linear(inputs, outputs)]
    return layers + ([nn.BatchNorm1d(outputs)] if norm else []) + [activation()]


def lenet5(norm, activation, pool):
    """LeNet-5 as a person would write it: numbered layers, biases in front of the norms."""
    torch.manual_seed(0)
    network = nn.Sequential(
        *conv_block(1, 6, 2, norm, activation, pool), *conv_block(6, 16, 0, norm, activation, pool),
        nn.Flatten(), *dense_block(400, 120, norm, activation), nn.Dropout(0.5),
        *dense_block(120, 84, norm, activation), nn.Linear(84, 10))
    for module in network:
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.normal_(module.weight, 1, 0.3)
            nn.init.normal_(module.bias, 0, 0.3)
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 2)
    return network.eval()


def write_theirs(folder):
    """State dicts and ONNX files of PyTorch, and what gives their probabilities."""
    networks = {
        "relu": lenet5(True, nn.ReLU, nn.MaxPool2d),
        "scaled": lenet5(True, nn.ReLU, nn.MaxPool2d),
        "tanh": lenet5(False, nn.Tanh, nn.AvgPool2d),
    }
    for name, network in networks.items():
        save_file(network.state_dict(), folder / f"{name}.safetensors")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(network, torch.zeros(2, 1, 28, 28), folder / f"{name}.onnx", dynamo=False,
                              opset_version=17, input_names=["image"], dynamic_axes={"image": {0: "batch"}})
    return networks


def run_deno(folder):
    deno = os.environ.get("DENO") or shutil.which("deno")
    command = [deno] if deno else ["npx", "-y", "deno"]
    script = "tests/interchange/python_exchange.ts"
    subprocess.run([*command, "run", "--quiet", "--allow-all", script, folder], cwd=PROJECT, check=True)


def run_onnx(path, ink):
    onnx.checker.check_model(str(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(["probabilities"], {"image": ink})[0]


def run_module(path, ink):
    spec = importlib.util.spec_from_file_location("model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an even kernel padded to its size
        return module.load()(torch.from_numpy(ink)).softmax(1).numpy()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "theirs").mkdir()
        networks = write_theirs(folder / "theirs")
        run_deno(folder)
        images = np.fromfile(folder / "images.u8", np.uint8).reshape(-1, 1, 28, 28)
        ink = (images / np.float32(255)).astype(np.float32)
        read = lambda path: np.fromfile(path, "<f4").reshape(len(images), -1)
        differences = {}
        for own in sorted((folder / "ours").iterdir()):
            ours = read(own / "probabilities.f32")
            differences[f"{own.name}, ONNX Runtime"] = np.abs(run_onnx(own / "model.onnx", ink) - ours).max()
            differences[f"{own.name}, PyTorch"] = np.abs(run_module(own / "model.py", ink) - ours).max()
        for label, network in networks.items():
            given = (ink - np.float32(0.1307)) / np.float32(0.3081) if label == "scaled" else ink
            with torch.no_grad():
                theirs = network(torch.from_numpy(given)).softmax(1).numpy()
            for extension in ("safetensors", "onnx"):
                ours = read(folder / "theirs" / f"{label}.{extension}.f32")
                differences[f"PyTorch's {label}.{extension}, imported"] = np.abs(ours - theirs).max()
    print(f"largest differences of probabilities, {len(images)} digits, PyTorch {torch.__version__}, "
          f"ONNX Runtime {onnxruntime.__version__}")
    for label, difference in differences.items():
        print(f"{difference:9.1e}  {label}")
    failed = [label for label, difference in differences.items() if not difference <= TOLERANCE]
    sys.exit(f"above {TOLERANCE}: {', '.join(failed)}" if failed else 0)


main()
