"""Log-mel spectra and cepstra by the published definitions of HTK, librosa and Kaldi, written with NumPy and SciPy in double.

Usage: presets.py IN OUT. IN: 16 kHz samples, 16-bit integers. OUT: a folder, where doubles go row by row, one file per result: program-quantity.
HTK Book 3.4, chapter 5; librosa 0.10 (stft, filters.mel, power_to_db, feature.mfcc); Kaldi feat/feature-{window,mfcc,fbank}.cc and mel-computations.cc.
"""
import sys

import numpy as np
import scipy.fft

RATE = 16000
pcm = np.fromfile(sys.argv[1], np.int16).astype(float)


def frames(x, length, hop):
    return np.array([x[at:at + length] for at in range(0, len(x) - length + 1, hop)])


def preemphasised(rows, k):
    return np.hstack([rows[:, :1] * (1 - k), rows[:, 1:] - k * rows[:, :-1]])


def between(points, left, centre, right):
    return np.interp(points, [left, centre, right], [0, 1, 0])


def mel(hz):
    return 1127 * np.log(1 + np.asarray(hz) / 700)


def lifter(count, length=22):
    return 1 + length / 2 * np.sin(np.pi * np.arange(count) / length)


def htk():
    rows = preemphasised(frames(pcm, 400, 160), 0.97) * np.hamming(400)
    magnitude = np.abs(np.fft.rfft(rows, 512))
    corners = np.linspace(0, mel(RATE / 2), 28)
    bins = np.arange(1, 256)
    weights = np.array([between(mel(bins * RATE / 512), *corners[i:i + 3]) for i in range(26)])
    bands = np.log(np.maximum(magnitude[:, 1:256] @ weights.T, 1.0))
    j = np.arange(1, 27)
    cosines = np.array([np.sqrt(2 / 26) * np.cos(np.pi * i / 26 * (j - 0.5)) for i in range(13)])
    return bands, bands @ cosines.T * lifter(13)


def kaldi():
    rows = frames(pcm, 400, 160)
    rows = rows - rows.mean(axis=1, keepdims=True)
    energy = np.log(np.maximum((rows ** 2).sum(axis=1), np.finfo(np.float32).eps))
    povey = np.hanning(400) ** 0.85
    power = np.abs(np.fft.rfft(preemphasised(rows, 0.97) * povey, 512)) ** 2
    corners = mel(20) + (mel(RATE / 2) - mel(20)) / 24 * np.arange(25)
    weights = np.array([between(mel(np.arange(256) * RATE / 512), *corners[i:i + 3]) for i in range(23)])
    bands = np.log(np.maximum(power[:, :256] @ weights.T, np.finfo(np.float32).eps))
    cepstra = scipy.fft.dct(bands, type=2, norm="ortho", axis=1)[:, :13] * lifter(13)
    cepstra[:, 0] = energy
    return bands, cepstra


def slaney_mel(hz):
    return np.where(hz < 1000, hz / (200 / 3), 15 + np.log(np.maximum(hz, 1) / 1000) / (np.log(6.4) / 27))


def slaney_hz(m):
    return np.where(m < 15, 200 / 3 * m, 1000 * np.exp((np.log(6.4) / 27) * (m - 15)))


def librosa(fft, hop, bands, coefficients, mode):
    x = np.pad(pcm / 32768, fft // 2, mode=mode)
    power = np.abs(np.fft.rfft(frames(x, fft, hop) * np.hanning(fft + 1)[:-1], fft)) ** 2
    corners = slaney_hz(np.linspace(slaney_mel(np.array(0.0)), slaney_mel(np.array(RATE / 2)), bands + 2))
    weights = np.array([between(np.arange(fft // 2 + 1) * RATE / fft, *corners[i:i + 3]) * 2 / (corners[i + 2] - corners[i]) for i in range(bands)])
    db = 10 * np.log10(np.maximum(power @ weights.T, 1e-10))
    db = np.maximum(db, db.max() - 80)
    return db, scipy.fft.dct(db, type=2, norm="ortho", axis=1)[:, :coefficients]


results = {"htk": htk(), "kaldi": kaldi(), "librosa": librosa(2048, 512, 128, 20, "constant"), "librosa-mirror": librosa(512, 160, 40, 13, "reflect")}
for name, (bands, cepstra) in results.items():
    np.ascontiguousarray(bands).astype("<f8").tofile(f"{sys.argv[2]}/{name}-logmel")
    np.ascontiguousarray(cepstra).astype("<f8").tofile(f"{sys.argv[2]}/{name}-mfcc")
