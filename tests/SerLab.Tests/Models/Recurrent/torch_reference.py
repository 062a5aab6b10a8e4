"""PyTorch as judge of the recurrent networks: `torch_reference.py FOLDER` answers every case that RecurrentTorchTests wrote there.

Beside NAME.json (settings, lengths, targets) and NAME.safetensors (inputs, and weights unless PyTorch is to draw them) it writes NAME.answer.safetensors.
"""
import json, pathlib, struct, sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def read(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        start, end = entry["data_offsets"]
        kind = {"F32": np.float32, "F64": np.float64}[entry["dtype"]]
        tensors[name] = torch.from_numpy(np.frombuffer(data[8 + length + start:8 + length + end], kind).reshape(entry["shape"]).copy())
    return tensors


def write(path, tensors):
    header, body = {}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().numpy()
        kind = {np.dtype(np.float32): "F32", np.dtype(np.float64): "F64"}[values.dtype]
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [len(body), len(body) + values.nbytes]}
        body += np.ascontiguousarray(values).tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


class PeepholeLstm(nn.Module):
    """An LSTM whose memory weighs in at its gates (Gers et al., 2002), step by step; PyTorch differentiates it."""

    def __init__(self, inputs, hidden, layers, directions):
        super().__init__()
        self.hidden, self.layers, self.suffixes = hidden, layers, ["", "_reverse"][:directions]
        for layer in range(layers):
            for suffix in self.suffixes:
                width = inputs if layer == 0 else directions * hidden
                shapes = {"weight_ih": (4 * hidden, width), "weight_hh": (4 * hidden, hidden), "bias_ih": (4 * hidden,), "bias_hh": (4 * hidden,), "peephole": (3, hidden)}
                for name, shape in shapes.items():
                    self.register_parameter(f"{name}_l{layer}{suffix}", nn.Parameter(torch.zeros(shape)))

    def forward(self, x):
        for layer in range(self.layers):
            x = torch.cat([self.sweep(x, f"l{layer}{suffix}", suffix != "") for suffix in self.suffixes], 1)
        return x, None

    def sweep(self, x, name, reverse):
        w, u, b, d, p = (getattr(self, f"{part}_{name}") for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "peephole"))
        h = c = x.new_zeros(self.hidden)
        outputs = []
        for step in reversed(x) if reverse else x:
            i, f, g, o = (w @ step + b + u @ h + d).chunk(4)
            c = torch.sigmoid(f + p[1] * c) * c + torch.sigmoid(i + p[0] * c) * torch.tanh(g)
            h = torch.sigmoid(o + p[2] * c) * torch.tanh(c)
            outputs.append(h)
        return torch.stack(outputs[::-1] if reverse else outputs)


def cell(name, inputs, hidden, layers, directions):
    if name == "lstm peepholes":
        return PeepholeLstm(inputs, hidden, layers, directions)
    settings = dict(num_layers=layers, bidirectional=directions == 2)
    if name.startswith("rnn"):
        settings["nonlinearity"] = "relu" if name == "rnn relu" else "tanh"
    return {"rnn": nn.RNN, "rnn relu": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[name](inputs, hidden, **settings)


class Net(nn.Module):
    """The network out of PyTorch's own modules; their names are SerLab's names."""

    def __init__(self, case):
        super().__init__()
        self.pooling, self.stride = case["pooling"], case["stride"]
        hidden, layers, directions, width = case["hidden"], case["layers"], case["directions"], case["inputs"]
        if case["channels"]:
            widths = [width] + [case["channels"]] * case["convolutions"]
            self.convolution = nn.ModuleList([nn.Conv1d(a, b, case["width"], stride=self.stride, padding=case["width"] // 2) for a, b in zip(widths, widths[1:])])
            width = case["channels"]
        if case["norm"]:
            self.layered = nn.ModuleList([cell(case["cell"], width if i == 0 else directions * hidden, hidden, 1, directions) for i in range(layers)])
            self.norm = nn.ModuleList([nn.LayerNorm(directions * hidden) for _ in range(layers)])
        else:
            self.recurrent = cell(case["cell"], width, hidden, layers, directions)
        pooled = directions * hidden * (2 if self.pooling == "MeanDeviation" else 1)
        self.head = nn.Linear(pooled, case["classes"])
        if case["auxiliaryClasses"]:
            self.auxiliary = nn.Linear(pooled, case["auxiliaryClasses"])
        if self.pooling == "Attention":
            self.attention = nn.Linear(directions * hidden, 1, bias=False)

    def name(self, theirs):
        """SerLab's name of a parameter: with norms between them the layers are modules of one layer each."""
        if not theirs.startswith("layered."):
            return theirs
        _, layer, rest = theirs.split(".")
        return "recurrent." + rest.replace("_l0", f"_l{layer}")

    def forward(self, x):
        for convolution in getattr(self, "convolution", []):
            x = torch.relu(convolution(x.T[None])[0].T)
        if hasattr(self, "layered"):
            for layer, norm in zip(self.layered, self.norm):
                x = norm(layer(x)[0])
        else:
            x = self.recurrent(x)[0]
        v = self.pool(x)
        return self.head(v), self.auxiliary(v) if hasattr(self, "auxiliary") else None

    def pool(self, h):
        if self.pooling == "Mean":
            return h.mean(0)
        if self.pooling == "MeanDeviation":
            return torch.cat([h.mean(0), (h.var(0, unbiased=False) + 1e-5).sqrt()])
        if self.pooling == "Attention":
            return torch.softmax(self.attention(h), 0).T.matmul(h)[0]
        half = self.head.in_features // (2 if self.directions() == 2 else 1)
        return torch.cat([h[-1, :half], h[0, half:]])

    def directions(self):
        first = self.layered[0] if hasattr(self, "layered") else self.recurrent
        return len(first.suffixes) if isinstance(first, PeepholeLstm) else 1 + first.bidirectional


def loss(case, logits, auxiliary):
    labels, classes = torch.tensor(case["labels"]), case["classes"]
    weights = len(labels) / (classes * torch.bincount(labels, minlength=classes)).to(logits.dtype) if case["balance"] else torch.ones(classes, dtype=logits.dtype)
    if not case["balance"] and not case["gamma"]:
        total = F.cross_entropy(logits, labels, label_smoothing=case["smoothing"])
    else:
        target = (1 - case["smoothing"]) * F.one_hot(labels, classes) + case["smoothing"] / classes
        log = torch.log_softmax(logits, 1)
        total = -(weights[labels] * (target * (1 - log.exp()) ** case["gamma"] * log).sum(1)).mean()
    if auxiliary is not None:
        known = torch.tensor(case["auxiliaryLabels"])
        total = total + case["auxiliaryWeight"] * F.cross_entropy(auxiliary, known, ignore_index=-1, reduction="sum") / len(known)
    return total


def answer(case, given):
    torch.manual_seed(1)
    net = Net(case)
    ours = {name: value for name, value in given.items() if not name.startswith("example.")}
    answers = {}
    if ours:
        net.load_state_dict({name: ours.pop(net.name(name)) for name in list(net.state_dict())}, strict=True)
        assert not ours, f"PyTorch knows no {list(ours)}"
    else:
        answers = {"weight:" + net.name(name): value for name, value in net.state_dict().items()}
    if case["double"]:
        net = net.double()
    examples = [given[f"example.{i}"].to(next(net.parameters()).dtype) for i in range(len(case["labels"]))]
    outputs = [net(x) for x in examples]
    logits = torch.stack([output[0] for output in outputs])
    loss(case, logits, torch.stack([output[1] for output in outputs]) if case["auxiliaryClasses"] else None).backward()
    answers["logits"] = logits
    answers.update({"gradient:" + net.name(name): parameter.grad for name, parameter in net.named_parameters()})
    return answers


def steps(case, given):
    """Several steps of an optimiser with given gradients; arrays of one axis do not decay."""
    weights = {name[7:]: nn.Parameter(value.float()) for name, value in given.items() if name.startswith("weight:")}
    groups = [{"params": [w for w in weights.values() if w.dim() > 1], "weight_decay": case["decay"]}, {"params": [w for w in weights.values() if w.dim() == 1], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=case["rates"][0])
    for t, rate in enumerate(case["rates"]):
        for group in optimiser.param_groups:
            group["lr"] = rate
        for name, weight in weights.items():
            weight.grad = given[f"gradient{t}:{name}"].float()
        optimiser.step()
    return weights


torch.set_num_threads(1)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    case, given = json.loads(path.read_text()), read(path.with_suffix(".safetensors"))
    write(path.with_suffix(".answer.safetensors"), (steps if case["kind"] == "optimiser" else answer)(case, given))
