"""An independent judge: scikit-learn's GaussianMixture from a given start, for a given form of covariance and number of iterations.
Arguments: folder with frames.f32 [frames x features] and start.f64 (weights, means), features, components, form, iterations. Prints the mean log-likelihood per frame."""
import sys, warnings
warnings.filterwarnings("ignore")
import numpy as np
from sklearn.mixture import GaussianMixture
folder, d, k, form, iterations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
x = np.fromfile(folder + "/frames.f32", np.float32).astype(float).reshape(-1, d)
start = np.fromfile(folder + "/start.f64")
precisions = {"diag": np.ones((k, d)), "full": np.tile(np.eye(d), (k, 1, 1)), "tied": np.eye(d), "spherical": np.ones(k)}[form]
model = GaussianMixture(k, covariance_type=form, weights_init=start[:k], means_init=start[k:].reshape(k, d), precisions_init=precisions,
                        reg_covar=0, tol=0, max_iter=iterations, init_params="random_from_data", random_state=0)
print(repr(float(model.fit(x).score(x))))
