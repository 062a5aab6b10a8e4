# Syllable nuclei after N. H. de Jong and T. Wempe, Behavior Research Methods 41(2), 2009, pages 385-390, written from the paper's text.
# A nucleus is a peak of intensity above a threshold, with a dip of at least 2 dB on both sides, that is voiced.
# Prints one line a recording: its name, the count with the paper's threshold (2 dB above the median), the count with the later one (25 dB under the 99 % quantile).
form: "Syllable nuclei"
    folder: "Folder", ""
endform

dip = 2
files = Create Strings as file list: "files", folder$ + "/*.wav"
fileCount = Get number of strings
for file to fileCount
    selectObject: files
    name$ = Get string: file
    sound = Read from file: folder$ + "/" + name$
    intensity = noprogress To Intensity: 50, 0, "yes"
    median = Get quantile: 0, 0, 0.5
    loud = Get quantile: 0, 0, 0.99
    lowest = Get minimum: 0, 0, "none"
    selectObject: sound
    pitch = noprogress To Pitch (ac): 0.02, 30, 4, "no", 0.03, 0.25, 0.01, 0.35, 0.25, 450
    @count: median + 2
    byMedian = count.nuclei
    @count: max (lowest, loud - 25)
    appendInfoLine: name$ - ".wav", " ", byMedian, " ", count.nuclei
    removeObject: sound, intensity, pitch
endfor

# Walks through the frames: the last peak is kept in mind until a dip follows it.
procedure count: .threshold
    .nuclei = 0
    selectObject: intensity
    .frames = Get number of frames
    .valley = Get value in frame: 1
    .peak = .valley
    .peakFrame = 1
    .rising = 1
    for .frame from 2 to .frames
        selectObject: intensity
        .value = Get value in frame: .frame
        if .rising
            if .value > .peak
                .peak = .value
                .peakFrame = .frame
            elsif .peak - .value >= dip
                if .peak > .threshold and .peak - .valley >= dip
                    .time = Get time from frame number: .peakFrame
                    selectObject: pitch
                    .hz = Get value at time: .time, "Hertz", "linear"
                    if .hz <> undefined
                        .nuclei = .nuclei + 1
                    endif
                endif
                .rising = 0
                .valley = .value
            endif
        elsif .value < .valley
            .valley = .value
        elsif .value - .valley >= dip
            .rising = 1
            .peak = .value
            .peakFrame = .frame
        endif
    endfor
endproc
