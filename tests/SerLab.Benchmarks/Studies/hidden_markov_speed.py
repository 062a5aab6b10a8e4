"""Baum-Welch of another program on the same sequences from the same start: CPU seconds of the fit, per job.

Arguments: a folder with frames.f64 [sequences x frames x features] and one JSON file per job (size and start of a model). Prints per job: its name,
which program, CPU seconds, log-likelihood per frame after the last iteration.
hmmlearn where Python has it; else a stand-in in NumPy that does what it does: densities by broadcasting per sequence, as hmmlearn
computes them, but forward and backward over all sequences at once, since its loops are compiled and NumPy's are not.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np

try:
    from hmmlearn.hmm import GMMHMM, GaussianHMM
except ImportError:
    GaussianHMM = GMMHMM = None


def by_hmmlearn(job, x, lengths):
    s, m, d = job["states"], job["mixtures"], x.shape[1]
    plan = dict(covariance_type="diag", n_iter=job["iterations"], tol=-np.inf, init_params="")
    means, variances = np.array(job["means"]).reshape(s, m, d), np.array(job["variances"]).reshape(s, m, d)
    if m == 1:
        model = GaussianHMM(s, covars_prior=0, **plan)
        model.means_, model.covars_ = means[:, 0], variances[:, 0]
    else:
        model = GMMHMM(s, m, **plan)
        model.weights_, model.means_, model.covars_ = np.array(job["shares"]).reshape(s, m), means, variances
    model.startprob_, model.transmat_ = np.array(job["initial"]), np.array(job["transition"]).reshape(s, s)
    before = time.process_time()
    model.fit(x, lengths)
    spent = time.process_time() - before
    return spent, model.score(x, lengths) / len(x)


def logsumexp(x, axis):
    top = x.max(axis=axis, keepdims=True)
    top[~np.isfinite(top)] = 0
    with np.errstate(divide="ignore"):
        return np.log(np.exp(x - top).sum(axis=axis)) + np.squeeze(top, axis)


def emit(job, x, n, p):
    """log P(component | state) N(frame; component), [sequences, frames, states, mixtures]."""
    constant = np.log(p["shares"]) - 0.5 * np.log(2 * np.pi * p["variances"]).sum(-1)
    c = np.empty((n, len(x) // n, job["states"], job["mixtures"]))
    for i, frames in enumerate(x.reshape(n, -1, x.shape[1])):
        c[i] = constant - 0.5 * ((frames[:, None, None, :] - p["means"]) ** 2 / p["variances"]).sum(-1)
    return c


def by_numpy(job, x, lengths):
    s, m, d, n = job["states"], job["mixtures"], x.shape[1], len(lengths)
    size = {"initial": (s,), "transition": (s, s), "shares": (s, m), "means": (s, m, d), "variances": (s, m, d)}
    p = {name: np.array(job[name]).reshape(shape) for name, shape in size.items()}
    before = time.process_time()
    for iteration in range(job["iterations"] + 1):
        c = emit(job, x, n, p)
        b = logsumexp(c, 3)
        with np.errstate(divide="ignore"):
            pi, a = np.log(p["initial"]), np.log(p["transition"])
        alpha, beta = np.empty_like(b), np.zeros_like(b)
        alpha[:, 0] = pi + b[:, 0]
        for t in range(1, b.shape[1]):
            alpha[:, t] = logsumexp(alpha[:, t - 1, :, None] + a, 1) + b[:, t]
        if iteration == job["iterations"]:
            spent = time.process_time() - before  # The last likelihood is not part of the fit.
            return spent, logsumexp(alpha[:, -1], 1).sum() / len(x)
        for t in range(b.shape[1] - 2, -1, -1):
            beta[:, t] = logsumexp(a + (b[:, t + 1] + beta[:, t + 1])[:, None, :], 2)
        total = logsumexp(alpha[:, -1], 1)[:, None, None]
        gamma = (np.exp(alpha + beta - total)[..., None] * np.exp(c - b[..., None])).reshape(-1, s, m)
        xi = np.exp(alpha[:, :-1, :, None] + a + (b[:, 1:] + beta[:, 1:])[:, :, None, :] - total[..., None]).sum((0, 1))
        held = gamma.sum(0)
        p["means"] = np.einsum("ijk,il->jkl", gamma, x) / held[:, :, None]
        p["variances"] = np.einsum("ijk,il->jkl", gamma, x**2) / held[:, :, None] - p["means"] ** 2
        p["shares"] = held / held.sum(1, keepdims=True)
        p["initial"] = np.exp(alpha[:, 0] + beta[:, 0] - total[:, 0]).mean(0)
        p["transition"] = xi / xi.sum(1, keepdims=True)


def main():
    folder = Path(sys.argv[1])
    for path in sorted(folder.glob("*.json")):
        job = json.loads(path.read_text())
        x = np.fromfile(folder / "frames.f64").reshape(-1, job["features"])
        fit, name = (by_hmmlearn, "hmmlearn") if GaussianHMM else (by_numpy, "NumPy")
        spent, score = fit(job, x, [job["frames"]] * (len(x) // job["frames"]))
        print(path.stem, name, repr(spent), repr(float(score)))


main()
