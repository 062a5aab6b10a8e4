# Praat's autocorrelation tracker over a folder of WAV files, one CSV per file: time_s,f0_hz; 0 is unvoiced.
form args
  sentence in
  sentence out
endform
list = Create Strings as file list: "list", in$ + "/*.wav"
n = Get number of strings
for i to n
  selectObject: list
  name$ = Get string: i
  s = Read from file: in$ + "/" + name$
  p = To Pitch (ac): 0.01, 50, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 700
  m = Get number of frames
  f$ = out$ + "/" + (name$ - ".wav") + ".csv"
  lines$ = "time_s,f0_hz" + newline$
  for k to m
    t = Get time from frame number: k
    v = Get value in frame: k, "Hertz"
    if v = undefined
      v = 0
    endif
    lines$ = lines$ + fixed$ (t, 4) + "," + fixed$ (v, 3) + newline$
  endfor
  writeFile: f$, lines$
  removeObject: s, p
endfor
