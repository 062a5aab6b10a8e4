"""Hidden Markov models with mixtures of diagonal Gaussians in plain NumPy, in logarithms throughout: the judge of SerLab's.

Reads one JSON object on standard input (model, sequences, what to train), writes one: log-likelihoods of the sequences, the score
before each iteration and after the last, the model in the end, and each sequence's best path under the first model.
Rabiner, Proc. IEEE 77(2), 1989; Juang and Rabiner 1990 for Viterbi training; Gauvain and Lee 1994 for adaptation.
"""
import json
import sys

import numpy as np


def logsumexp(x, axis):
    top = x.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        return np.log(np.exp(x - top).sum(axis=axis)) + np.squeeze(top, axis)


def components(m, x):  # log P(component | state) N(x; component): [frames, states, mixtures]
    d = x[:, None, None, :] - m["means"]
    with np.errstate(divide="ignore"):
        return np.log(m["shares"]) - 0.5 * (np.log(2 * np.pi * m["variances"]) + d * d / m["variances"]).sum(-1)


def all_paths(m, x):
    """log-likelihood, P(state, component | frame), expected arcs."""
    c = components(m, x)
    b = logsumexp(c, 2)
    n = len(x)
    with np.errstate(divide="ignore"):
        pi, a = np.log(m["initial"]), np.log(m["transition"])
    alpha, beta = np.empty_like(b), np.zeros_like(b)
    alpha[0] = pi + b[0]
    for t in range(1, n):
        alpha[t] = logsumexp(alpha[t - 1][:, None] + a, 0) + b[t]
    for t in range(n - 2, -1, -1):
        beta[t] = logsumexp(a + (b[t + 1] + beta[t + 1])[None, :], 1)
    total = logsumexp(alpha[-1], 0)
    gamma = np.exp(alpha + beta - total)[:, :, None] * np.exp(c - b[:, :, None])
    xi = np.zeros_like(a)
    for t in range(n - 1):
        xi += np.exp(alpha[t][:, None] + a + (b[t + 1] + beta[t + 1])[None, :] - total)
    return float(total), gamma, xi


def best_path(m, x):
    c = components(m, x)
    b = logsumexp(c, 2)
    with np.errstate(divide="ignore"):
        pi, a = np.log(m["initial"]), np.log(m["transition"])
    best, back = pi + b[0], []
    for t in range(1, len(x)):
        reached = best[:, None] + a
        back.append(reached.argmax(0))
        best = reached.max(0) + b[t]
    path = [int(best.argmax())]
    for come in reversed(back):
        path.append(int(come[path[-1]]))
    path.reverse()
    gamma = np.zeros_like(c)
    xi = np.zeros_like(a)
    for t, s in enumerate(path):
        gamma[t, s] = np.exp(c[t, s] - b[t, s])
        if t:
            xi[path[t - 1], s] += 1
    return float(best.max()), gamma, xi, path


def maximise(m, gammas, xis, sequences, job):
    gamma, x = np.concatenate(gammas), np.concatenate(sequences)
    held = gamma.sum(0)
    means = np.einsum("tsm,td->smd", gamma, x) / held[:, :, None]
    if job["relevance"]:
        tau, back = job["relevance"], job["background"]
        return {**back, "means": (tau * back["means"] + held[:, :, None] * means) / (tau + held[:, :, None])}
    spread = np.einsum("tsm,tsmd->smd", gamma, (x[:, None, None, :] - means) ** 2)
    if job["variances"] == "PerState":
        variances = np.broadcast_to((spread.sum(1) / held.sum(1)[:, None])[:, None, :], means.shape)
    elif job["variances"] == "PerModel":
        variances = np.broadcast_to(spread.sum((0, 1)) / held.sum(), means.shape)
    else:
        variances = spread / held[:, :, None]
    first, arcs = sum(g[0].sum(1) for g in gammas), sum(xis)
    return {
        "initial": first / first.sum(), "transition": arcs / arcs.sum(1, keepdims=True),
        "shares": held / held.sum(1, keepdims=True), "means": means, "variances": np.maximum(variances, job["floor"]),
    }


def log_prior(m, job):
    if not job["relevance"]:
        return 0
    back = job["background"]
    return float(-0.5 * job["relevance"] * ((m["means"] - back["means"]) ** 2 / back["variances"]).sum())


def arrays(m):
    return {name: np.array(values, float) for name, values in m.items()}


def main():
    job = json.load(sys.stdin)
    m = arrays(job["model"])
    job["background"] = m
    sequences = [np.array(x, np.float32).astype(float) for x in job["sequences"]]
    frames = sum(len(x) for x in sequences)
    answer = {
        "logLikelihoods": [all_paths(m, x)[0] for x in sequences],
        "pathLogs": [best_path(m, x)[0] for x in sequences],
        "paths": [best_path(m, x)[3] for x in sequences],
        "scores": [],
    }
    for iteration in range(job["iterations"] + 1):
        e = [best_path(m, x)[:3] if job["training"] == "Viterbi" else all_paths(m, x) for x in sequences]
        answer["scores"].append((sum(v[0] for v in e) + log_prior(m, job)) / frames)
        if iteration < job["iterations"]:
            m = maximise(m, [v[1] for v in e], [v[2] for v in e], sequences, job)
    answer["model"] = {name: values.tolist() for name, values in m.items()}
    json.dump(answer, sys.stdout)


main()
