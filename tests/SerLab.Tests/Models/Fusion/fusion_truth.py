"""Weights of a log-linear pool by SciPy's bounded minimiser on the formula."""
import json
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax

question = json.load(open(sys.argv[1]))
y, k = np.array(question["labels"]), question["classes"]
scores = np.array(question["scores"]).reshape(len(y), -1, k)
n, models, _ = scores.shape
share = n / (k * np.bincount(y)[y])


def fit(biased):
    def loss(flat):
        w, b = flat[:models], flat[models:] if biased else np.zeros(k)
        data = -(share * log_softmax(np.einsum("m,nmk->nk", w, scores) + b, axis=1)[range(n), y]).sum()
        return data + question["regularisation"] / 2 * (((w - 1 / models) ** 2).sum() + (b ** 2).sum())

    start = np.concatenate([np.full(models, 1 / models), np.zeros(k if biased else 0)])
    bounds = [(0, None)] * models + [(None, None)] * (len(start) - models)
    return minimize(loss, start, method="L-BFGS-B", bounds=bounds, options=dict(ftol=1e-15, gtol=1e-9, maxiter=5000)).x.tolist()


print(json.dumps(dict(weights=fit(False), biased=fit(True))))
