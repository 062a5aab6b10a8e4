"""SciPy's times for what study signal-speed times: one thread, CPU seconds. Prints name, audio seconds per CPU second (transforms: GFLOP/s)."""
import time

import numpy as np
import scipy.fft
import scipy.signal

RATE, SECONDS, ROUNDS = 16000, 60, 5
rng = np.random.default_rng(1)
x = rng.standard_normal(RATE * SECONDS).astype(np.float32)
x48 = rng.standard_normal(48000 * SECONDS).astype(np.float32)
frames = np.lib.stride_tricks.sliding_window_view(x, 400)[::160]
batch = rng.standard_normal((frames.shape[0], 512)).astype(np.float32)
window = np.hamming(400).astype(np.float32)
mel = np.zeros((257, 26), np.float32)
for band in range(26):
    mel[9 * band:9 * band + 20, band] = 1  # as many weights as the mel bands have
cosines = scipy.fft.dct(np.eye(26), type=2, norm="ortho", axis=0)[:13].T.astype(np.float32)
taps = scipy.signal.firwin(769, 7800, fs=48000, window=("kaiser", 10.06)).astype(np.float32)


def mfcc():
    power = np.abs(scipy.fft.rfft(frames * window, 512, workers=1)) ** 2
    return np.log(np.maximum(power @ mel, 1e-10)) @ cosines


def measure(name, work, amount):
    work()
    rates = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        work()
        rates.append(amount / (time.thread_time() - start))
    print(name, np.median(rates))


measure("mfcc", mfcc, SECONDS)
measure("resample", lambda: scipy.signal.resample_poly(x48, 1, 3, window=taps), SECONDS)
measure("fft", lambda: scipy.fft.rfft(batch, workers=1), batch.shape[0] * 2.5 * 512 * 9 / 1e9)
