# What Praat measures at given moments. Called by the study voice-praat and by PraatVowelTests:
#   praat --run voice.praat MOMENTS RESULTS
# MOMENTS: a tab-separated table "path  time" (header first), sorted by path. RESULTS: one line per moment, tab-separated, "--undefined--" where Praat has no value.
# The measures are Praat's own commands with the settings of its manual; period measures are taken over 30 ms before and after the moment.
form Moments
    sentence moments
    sentence results
endform
table = Read Table from tab-separated file: moments$
rows = Get number of rows
last$ = ""
sound = 0
deleteFile: results$
appendFileLine: results$, "f0", tab$, "f1", tab$, "f2", tab$, "f3", tab$, "b1", tab$, "b2", tab$, "b3", tab$, "f1_5000", tab$, "f2_5000", tab$, "f3_5000", tab$, "b1_5000", tab$, "b2_5000", tab$, "b3_5000",
... tab$, "hnr_ac", tab$, "hnr_cc", tab$, "jitter", tab$, "ddp", tab$, "shimmer", tab$, "shimmer_db", tab$, "cpp", tab$, "cpps"
for row to rows
    selectObject: table
    path$ = Get value: row, "path"
    time = Get value: row, "time"
    if path$ <> last$
        if sound
            removeObject: sound, pitch, formant, formant5000, ac, cc, points, cepstrogram, smoothed
        endif
        last$ = path$
        sound = Read from file: path$
        pitch = To Pitch: 0, 60, 600
        selectObject: sound
        formant = To Formant (burg): 0.005, 5, 5500, 0.025, 50
        selectObject: sound
        formant5000 = To Formant (burg): 0.005, 5, 5000, 0.025, 50
        selectObject: sound
        ac = To Harmonicity (ac): 0.01, 75, 0.1, 4.5
        selectObject: sound
        cc = To Harmonicity (cc): 0.01, 75, 0.1, 1
        selectObject: sound, pitch
        points = To PointProcess (cc)
        selectObject: sound
        cepstrogram = To PowerCepstrogram: 60, 0.005, 5000, 50
        smoothed = Smooth: 0.02, 0.0005
    endif
    selectObject: pitch
    f0 = Get value at time: time, "Hertz", "linear"
    line$ = string$ (f0)
    for ceiling to 2
        selectObject: if ceiling = 1 then formant else formant5000 fi
        for k to 3
            value = Get value at time: k, time, "hertz", "linear"
            line$ = line$ + tab$ + string$ (value)
        endfor
        for k to 3
            value = Get bandwidth at time: k, time, "hertz", "linear"
            line$ = line$ + tab$ + string$ (value)
        endfor
    endfor
    selectObject: ac
    value = Get value at time: time, "cubic"
    line$ = line$ + tab$ + string$ (value)
    selectObject: cc
    value = Get value at time: time, "cubic"
    line$ = line$ + tab$ + string$ (value)
    selectObject: points
    jitter = Get jitter (local): time - 0.03, time + 0.03, 0.0001, 0.02, 1.3
    ddp = Get jitter (ddp): time - 0.03, time + 0.03, 0.0001, 0.02, 1.3
    selectObject: sound, points
    shimmer = Get shimmer (local): time - 0.03, time + 0.03, 0.0001, 0.02, 1.3, 1.6
    shimmerDb = Get shimmer (local_dB): time - 0.03, time + 0.03, 0.0001, 0.02, 1.3, 1.6
    line$ = line$ + tab$ + string$ (jitter) + tab$ + string$ (ddp) + tab$ + string$ (shimmer) + tab$ + string$ (shimmerDb)
    for smooth to 2
        selectObject: if smooth = 1 then cepstrogram else smoothed fi
        slice = To PowerCepstrum (slice): time
        prominence = Get peak prominence: 60, 330, "parabolic", 0.001, 0.025, "Straight", "Least squares"
        line$ = line$ + tab$ + string$ (prominence)
        removeObject: slice
    endfor
    appendFileLine: results$, line$
endfor
