"""scikit-learn's GaussianMixture from a given start: wall seconds, CPU seconds and log-likelihood per frame of one fit, after a small one that warms up.
Arguments: folder with frames.f32 [frames x features] and start.f64 (weights, means, variances of the components), features, components, iterations."""
import os, sys, time, warnings
os.environ.setdefault("OPENBLAS_NUM_THREADS", "2"); warnings.filterwarnings("ignore")
import numpy as np
from sklearn.mixture import GaussianMixture
folder, d, k, iterations = sys.argv[1], *map(int, sys.argv[2:5])
x = np.fromfile(folder + "/frames.f32", np.float32).astype(float).reshape(-1, d)
start = np.fromfile(folder + "/start.f64")
weights, means, variances = start[:k], start[k:k + k * d].reshape(k, d), start[k + k * d:].reshape(k, d)
def fit(frames, n):
    return GaussianMixture(k, covariance_type="diag", max_iter=n, tol=0, reg_covar=0, init_params="random_from_data", random_state=0,
                           weights_init=weights, means_init=means, precisions_init=1 / variances).fit(frames)
fit(x[:2000], 2)
wall, cpu = time.perf_counter(), time.process_time()
model = fit(x, iterations)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(wall, cpu, repr(float(model.score(x))))
